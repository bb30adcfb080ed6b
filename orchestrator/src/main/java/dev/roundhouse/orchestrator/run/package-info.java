/**
 * What a run is asked to do, what it tells while it goes, and what it leaves; start at {@link
 * dev.roundhouse.orchestrator.run.RunOptions}.
 */
@NullMarked
package dev.roundhouse.orchestrator.run;

import org.jspecify.annotations.NullMarked;
