/**
 * Where issues come from, what is wrong with them, and what waits for what. Start at {@link
 * dev.roundhouse.core.backlog.Backlog} and {@link dev.roundhouse.core.backlog.MarkdownBacklog}.
 */
@NullMarked
package dev.roundhouse.core.backlog;

import org.jspecify.annotations.NullMarked;
