/** The options of a run. Start at {@link dev.roundhouse.orchestrator.options.RunOptions}. */
@NullMarked
package dev.roundhouse.orchestrator.options;

import org.jspecify.annotations.NullMarked;
