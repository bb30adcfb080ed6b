/**
 * The events and the report of a run, and the signal that stops it. Start at {@link
 * dev.roundhouse.orchestrator.run.RunReport} and {@link
 * dev.roundhouse.orchestrator.run.RunListener}.
 */
@NullMarked
package dev.roundhouse.orchestrator.run;

import org.jspecify.annotations.NullMarked;
