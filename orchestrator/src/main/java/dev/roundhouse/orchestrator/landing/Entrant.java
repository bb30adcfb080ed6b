package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.orchestrator.work.FinishedWork;

/**
 * Work with the candidate that is to land it. Immutable.
 *
 * @param work the work
 * @param candidate what would land
 * @param gateMillis how long the gate took for it
 */
record Entrant(FinishedWork work, Candidate candidate, long gateMillis) {}
