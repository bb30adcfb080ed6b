package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.work.FinishedWork;
import dev.roundhouse.orchestrator.work.RunContext;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lands finished work, one change after another. For one thread at a time: the order of calls is
 * the order of landing.
 */
public final class LandingQueue {
  private final Alignment alignment;
  private final Landing landing;
  private final LateMarks lateMarks;

  /**
   * A queue for one run.
   *
   * @param gate judges every candidate, or null to land untested
   * @param issues the backlog, by id
   */
  public LandingQueue(RunContext context, @Nullable Gate gate, Map<IssueId, Issue> issues) {
    MergeYard yard = new MergeYard(context);
    Verdicts verdicts = new Verdicts(context, gate, yard);
    this.alignment = new Alignment(context, yard, verdicts);
    Marks marks = new Marks(context, issues);
    this.lateMarks = new LateMarks(context, marks, verdicts);
    CandidateBuilder builder = new CandidateBuilder(context, marks, yard);
    this.landing = new Landing(context, builder, verdicts, alignment);
  }

  /**
   * Lands {@code work}, or sends it back with what was seen, or leaves it a candidate.
   *
   * @throws RefusedException if the target lost landed work, or is gone; the work stays a candidate
   * @throws IOException if git, the ledger or the file system failed; the next start of a run finds
   *     out from the refs whether the work landed
   */
  public LandingResult land(FinishedWork work)
      throws IOException, InterruptedException, RefusedException {
    return landing.land(work);
  }

  /**
   * Makes the tip hold what the target holds.
   *
   * @return why nothing can land until a person acts, or empty
   * @throws RefusedException if the target lost landed work, or is gone
   */
  public Optional<String> hold() throws IOException, InterruptedException, RefusedException {
    return alignment.align();
  }

  /**
   * Brings tip and target together as far as that goes, and marks done what landed without its mark
   * and can have it now.
   *
   * @return why the target is not at the tip, or empty if it is
   * @throws RefusedException if the target lost landed work, or is gone
   */
  public Optional<String> sync() throws IOException, InterruptedException, RefusedException {
    Optional<String> behind = alignment.sync();
    return lateMarks.land() ? alignment.sync() : behind;
  }
}
