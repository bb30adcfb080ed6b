/**
 * The page: a web server on this machine that shows the ledger and lets a person decide, as the
 * commands do. Start with {@link dev.roundhouse.web.WebServer}.
 */
@NullMarked
package dev.roundhouse.web;

import org.jspecify.annotations.NullMarked;
