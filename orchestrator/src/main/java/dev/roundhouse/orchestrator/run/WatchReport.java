package dev.roundhouse.orchestrator.run;

import java.util.Optional;

/**
 * What came of watching. Immutable.
 *
 * @param runs how many runs there were
 * @param landed how many issues they landed
 * @param last the last of them; empty if there was none
 */
public record WatchReport(int runs, long landed, Optional<RunReport> last) {}
