/**
 * What a run tells while it goes, what it leaves, and how it is stopped. Start at {@link
 * dev.roundhouse.orchestrator.run.RunReport} and {@link
 * dev.roundhouse.orchestrator.run.RunListener}.
 */
@NullMarked
package dev.roundhouse.orchestrator.run;

import org.jspecify.annotations.NullMarked;
