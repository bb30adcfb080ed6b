/**
 * What can be worked now, what waits and why: pure functions of the backlog and the ledger. Start
 * at {@link dev.roundhouse.orchestrator.schedule.Scheduler}.
 */
@NullMarked
package dev.roundhouse.orchestrator.schedule;

import org.jspecify.annotations.NullMarked;
