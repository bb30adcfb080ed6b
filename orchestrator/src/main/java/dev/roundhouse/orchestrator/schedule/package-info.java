/**
 * What can be worked now, what waits and why, and how a run would go: pure functions of the backlog
 * and the ledger. Start at {@link dev.roundhouse.orchestrator.schedule.Plan}.
 */
@NullMarked
package dev.roundhouse.orchestrator.schedule;

import org.jspecify.annotations.NullMarked;
