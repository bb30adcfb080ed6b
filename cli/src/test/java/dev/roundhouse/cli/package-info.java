/** The command line as scripts and people use it. */
@NullMarked
package dev.roundhouse.cli;

import org.jspecify.annotations.NullMarked;
