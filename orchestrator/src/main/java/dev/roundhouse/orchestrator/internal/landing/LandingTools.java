package dev.roundhouse.orchestrator.internal.landing;

/**
 * The tools of the thread that lands.
 *
 * @param candidates builds candidates
 * @param verdicts knows the verdicts of gates
 * @param targetSync keeps tip and target together
 * @param landing makes the landings
 */
record LandingTools(
    CandidateBuilder candidates,
    VerdictStore verdicts,
    TargetSync targetSync,
    LandingTransaction landing) {}
