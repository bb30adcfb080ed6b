/**
 * The issues that can be worked on now, those that wait and why, and the forecast of a run: pure
 * functions of the backlog and the ledger. Start at {@link
 * dev.roundhouse.orchestrator.schedule.Plan}.
 */
@NullMarked
package dev.roundhouse.orchestrator.schedule;

import org.jspecify.annotations.NullMarked;
