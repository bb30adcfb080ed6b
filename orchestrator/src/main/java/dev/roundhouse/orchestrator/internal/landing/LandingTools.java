package dev.roundhouse.orchestrator.internal.landing;

/**
 * What the thread that lands works with.
 *
 * @param builder builds candidates
 * @param verdicts knows what gates have said
 * @param alignment keeps tip and target together
 * @param landing lands
 * @param existence sees to it that what is to land is there
 */
record LandingTools(
    CandidateBuilder builder,
    VerdictStore verdicts,
    TargetSync alignment,
    LandingTransaction landing,
    CandidateIntegrity existence) {}
