package dev.roundhouse.orchestrator.internal.landing;

/**
 * The tools of the thread that lands.
 *
 * @param builder builds candidates
 * @param verdicts knows the verdicts of gates
 * @param targetSync keeps tip and target together
 * @param landing makes the landings
 * @param candidateIntegrity ensures that the objects that are about to land exist
 */
record LandingTools(
    CandidateBuilder builder,
    VerdictStore verdicts,
    TargetSync targetSync,
    LandingTransaction landing,
    CandidateIntegrity candidateIntegrity) {}
