package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Feedback;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.merge.MergeResult;
import dev.roundhouse.orchestrator.internal.git.merge.Merger;
import dev.roundhouse.orchestrator.internal.git.worktree.HarvestedWork;
import dev.roundhouse.orchestrator.run.KeptWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that starts from the work of the previous one: that work is merged on the newest state
 * and put into the worktree as uncommitted changes, with its conflicts between markers. An agent
 * that leaves a marker has not resolved the conflict.
 *
 * <p>For one worker thread.
 */
final class RepairSetup {
  private final RunContext context;
  private final Repository repository;
  private final Issue issue;
  private final Set<String> conflicting = new TreeSet<>();
  private String evidence = "";
  private @Nullable Pattern marker;
  private boolean filled;

  RepairSetup(RunContext context, Issue issue) {
    this.context = context;
    this.repository = context.repository();
    this.issue = issue;
  }

  /**
   * Fills {@code slot}, which is at {@code tip}, with the work that the attempt goes on from, if
   * there is any.
   */
  void fill(Worktree slot, ObjectId tip, IssueRecord record)
      throws IOException, InterruptedException {
    for (int number : earlier(record)) {
      Optional<ObjectId> before = kept(number);
      if (before.isPresent()
          && repository.isWhole(List.of(before.get()), tip)
          && fill(slot, tip, before.get())) {
        return;
      }
    }
  }

  /** Fills the slot with {@code before}; returns false if that has nothing the tip does not. */
  private boolean fill(Worktree slot, ObjectId tip, ObjectId before)
      throws IOException, InterruptedException {
    Merger merger = new Merger(repository);
    MergeResult result = merger.merge(tip, before, ours -> slot);
    Optional<ObjectId> tree =
        result instanceof MergeResult.Clean clean
            ? Optional.of(clean.tree())
            : conflicted(merger, (MergeResult.Conflicts) result, tip, before);
    if (tree.isEmpty() || tree.get().equals(repository.objects().treeOf(tip))) {
      return false;
    }
    context.pool().fill(slot, tree.get());
    filled = true;
    return true;
  }

  private Optional<ObjectId> conflicted(
      Merger merger, MergeResult.Conflicts conflicts, ObjectId tip, ObjectId before)
      throws IOException {
    if (conflicts.attempt().isEmpty()) {
      return Optional.empty();
    }
    conflicting.addAll(conflicts.paths());
    String ours = new ConflictAttribution(context).of(tip, before, conflicting);
    String theirs = ConflictAttribution.name(issue);
    marker = marker(ours, theirs);
    evidence = merger.evidence(conflicts, ours, theirs);
    return Optional.of(merger.named(conflicts, ours, theirs));
  }

  /**
   * Returns the numbers of the attempts whose work may be gone on from, best first: the last one
   * that the gate or a conflict sent back; otherwise those that a person has commented on.
   */
  private static List<Integer> earlier(IssueRecord record) {
    int sentBack =
        record.history().stream()
            .filter(each -> each.outcome().equals(LifecycleStatus.RETRY_WAIT.word()))
            .mapToInt(AttemptSummary::number)
            .max()
            .orElse(0);
    Feedback feedback = record.feedback();
    int commented = feedback == null || feedback.fresh() ? 0 : feedback.attempt();
    if (sentBack > commented) {
      return List.of(sentBack);
    }
    return IntStream.iterate(commented, number -> number > 0, number -> number - 1)
        .boxed()
        .toList();
  }

  private Optional<ObjectId> kept(int number) throws IOException {
    String refs = KeptWork.refs(issue.id(), number);
    Optional<ObjectId> dirty = repository.resolve(refs + "dirty");
    return dirty.isPresent() ? dirty : repository.resolve(refs + "head");
  }

  /** Returns the beginning of a note for people on how the attempt begins. */
  String start() {
    return filled ? " goes on from its kept work" : " begins with your comments";
  }

  /**
   * Returns what the agent reads of a person's comments; empty if there are none.
   *
   * @param feedback the comments, or null
   */
  String comments(@Nullable Feedback feedback) {
    if (feedback == null) {
      return "";
    }
    return filled ? onTop(feedback.comments().strip()) : feedback.comments().strip();
  }

  /** Returns the agent's information on the previous attempt, which ended for {@code reason}. */
  String reason(String reason) {
    return filled ? onTop(reason) : reason;
  }

  private String onTop(String text) {
    return text
        + "\n\nThe current directory holds that work already, merged on the newest state of the"
        + " project, as changes that are not committed. Fix it there."
        + (conflicting.isEmpty() ? "" : " Conflicts are marked; leave no marker.");
  }

  /**
   * Returns the evidence for the agent; {@code then}, the evidence of that time, if nothing was
   * found now.
   */
  String evidence(String then) {
    return evidence.isEmpty() ? then : evidence;
  }

  /** Returns the same work, with a problem if it still contains conflict markers. */
  HarvestedWork checked(HarvestedWork harvested) throws IOException {
    ObjectId work = harvested.dirty().orElse(harvested.head());
    List<String> marked = new ArrayList<>();
    for (String path : conflicting) {
      if (repository.objects().readFile(work, path).filter(this::isMarked).isPresent()) {
        marked.add(path);
      }
    }
    return marked.isEmpty() || harvested.problem() != null
        ? harvested
        : harvested.withProblem("conflict markers are left in " + String.join(", ", marked));
  }

  /** Matches the lines git writes before and after a conflict, with the names we gave the sides. */
  private static Pattern marker(String ours, String theirs) {
    return Pattern.compile(
        "^(<{3,} " + Pattern.quote(ours) + "|>{3,} " + Pattern.quote(theirs) + ")",
        Pattern.MULTILINE | Pattern.UNIX_LINES);
  }

  private boolean isMarked(byte[] content) {
    return marker != null && marker.matcher(new String(content, StandardCharsets.UTF_8)).find();
  }
}
