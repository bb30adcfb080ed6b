/**
 * Finds what may follow on a command line, for the completion scripts of the shells. Start at
 * {@link dev.roundhouse.cli.completion.Completion}.
 */
@NullMarked
package dev.roundhouse.cli.completion;

import org.jspecify.annotations.NullMarked;
