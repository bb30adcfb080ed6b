package dev.roundhouse.orchestrator.run;

import java.util.Optional;

/**
 * The result of watching. Immutable.
 *
 * @param runs the number of runs
 * @param landed the number of issues they landed
 * @param last the report of the last run; empty if there was none
 */
public record WatchReport(int runs, long landed, Optional<RunReport> last) {}
