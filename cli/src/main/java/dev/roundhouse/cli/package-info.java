/** The command {@code roundhouse}. Start at {@link dev.roundhouse.cli.Main}. */
@NullMarked
package dev.roundhouse.cli;

import org.jspecify.annotations.NullMarked;
