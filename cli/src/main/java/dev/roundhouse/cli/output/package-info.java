/** The output on a terminal and as JSON. Start at {@link dev.roundhouse.cli.output.Progress}. */
@NullMarked
package dev.roundhouse.cli.output;

import org.jspecify.annotations.NullMarked;
