package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.internal.context.FinishedWork;

/**
 * Work with the candidate that is to land it. Immutable.
 *
 * @param work the work
 * @param candidate what would land
 * @param gateMillis how long the gate took for it
 */
record LandingEntry(FinishedWork work, Candidate candidate, long gateMillis) {}
