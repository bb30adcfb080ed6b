package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.internal.attempt.ConflictAttribution;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.merge.MergeResult;
import dev.roundhouse.orchestrator.internal.git.merge.Merger;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.LandingStyle;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.Phase;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Builds the commit that would land: the work merged on the tip in the object database, without our
 * own files, and with the issue marked done if allowed. The same work on the same tip with the same
 * marks gives the same commit. A candidate is put behind a ref, so that no garbage collection
 * deletes it. For the one thread that lands.
 */
final class CandidateBuilder {
  private final RunContext context;
  private final Repository repository;
  private final DoneMarks marks;
  private final MergeWorktree mergeWorktree;
  private final CandidateIntegrity candidateIntegrity;
  private final DeliveryOptions form;
  private final ConflictAttribution opponents;
  private final CommitMessages messages;

  CandidateBuilder(
      RunContext context,
      DoneMarks marks,
      MergeWorktree mergeWorktree,
      CandidateIntegrity candidateIntegrity) {
    this.context = context;
    this.repository = context.repository();
    this.marks = marks;
    this.mergeWorktree = mergeWorktree;
    this.candidateIntegrity = candidateIntegrity;
    this.form = context.options().form();
    this.opponents = new ConflictAttribution(context);
    this.messages = new CommitMessages(context.message(), context.target().branch());
  }

  /**
   * Builds the candidate of {@code work} on {@code base}, and keeps it. If another process
   * meanwhile deletes objects of it, or of its inputs, it is built again with the same id.
   */
  Built build(FinishedWork work, ObjectId base) throws IOException, InterruptedException {
    context.enter(work.issue().id(), Phase.MERGE);
    Optional<Built> built =
        candidateIntegrity.insist(
            () -> isWhole(work) && isWhole(base), () -> buildOnce(work, base));
    if (built.isEmpty()) {
      return new Built.Vanished();
    }
    if (built.get() instanceof Built.Ready) {
      context.done(Checkpoint.KEPT);
      context.enter(work.issue().id(), Phase.QUEUE);
    }
    return built.get();
  }

  /** Tries once to build; returns empty if the candidate is incomplete. */
  private Optional<Built> buildOnce(FinishedWork work, ObjectId base)
      throws IOException, InterruptedException {
    Built built = merge(work, base);
    if (!(built instanceof Built.Ready ready)) {
      return Optional.of(built);
    }
    context.done(Checkpoint.BUILT);
    keep(work, ready.candidate());
    return candidateIntegrity.isWhole(ready.candidate().commit(), base)
        ? Optional.of(built)
        : Optional.empty();
  }

  /** Tells whether {@code work} itself is complete. */
  boolean isWhole(FinishedWork work) throws IOException, InterruptedException {
    return context.repository().isWhole(List.of(work.head()), context.target().tip());
  }

  private boolean isWhole(ObjectId base) throws IOException, InterruptedException {
    return context.repository().isWhole(List.of(base), context.target().tip());
  }

  /** Fails if the tip is incomplete, which Roundhouse cannot repair. */
  void requireTip() throws IOException, InterruptedException {
    candidateIntegrity.requireWhole(context.target().tip());
  }

  /** Tells whether every object that lands with {@code entries} exists, and will stay. */
  boolean areWhole(List<LandingTransaction.Entry> entries)
      throws IOException, InterruptedException {
    ObjectId last = entries.get(entries.size() - 1).candidate().commit();
    return candidateIntegrity.willStay(last, entries.get(0).candidate().tip());
  }

  /** Creates a ref on the candidate, so that no garbage collection deletes it. */
  private void keep(FinishedWork work, Candidate candidate) throws IOException {
    IssueId issue = work.issue().id();
    String ref = KeptWork.refs(issue, work.number()) + "candidate";
    ObjectId old = context.repository().resolve(ref).orElse(null);
    if (!context
        .repository()
        .refs()
        .update(ref, old, candidate.commit(), "roundhouse: candidate")) {
      throw new IOException("another process moved " + ref + "; run again");
    }
    context
        .ledger()
        .commit(
            new Event.CandidateBuilt(
                issue,
                work.attempt(),
                candidate.tip().name(),
                candidate.commit().name(),
                candidate.tree().name(),
                context.clock().instant()));
  }

  /** Merges the work on {@code tip}; returns the reason if that gives no candidate. */
  private Built merge(FinishedWork work, ObjectId tip) throws IOException, InterruptedException {
    Optional<ObjectId> removedBase = removedBase(work, tip);
    MergeResult result =
        removedBase.isPresent()
            ? mergeWorktree.merge(removedBase.get(), tip, work.head())
            : mergeWorktree.merge(tip, work.head());
    if (result instanceof MergeResult.Conflicts conflicts) {
      return new Built.Conflicting(conflicts.paths(), evidence(work, tip, conflicts));
    }
    ObjectId merged = ((MergeResult.Clean) result).tree();
    ObjectId cleaned =
        repository
            .objects()
            .writeTreeWith(merged, Worktree.unplaced(repository.objects(), merged, tip));
    ObjectId work0 = withoutMarkEdits(cleaned, tip, work.issue());
    if (work0.equals(repository.objects().treeOf(tip))) {
      return new Built.Nothing();
    }
    return new Built.Ready(commit(work, tip, work0, removedBase));
  }

  private String evidence(FinishedWork work, ObjectId tip, MergeResult.Conflicts conflicts)
      throws IOException {
    String ours = opponents.of(tip, work.head(), Set.copyOf(conflicts.paths()));
    return new Merger(repository).evidence(conflicts, ours, ConflictAttribution.name(work.issue()));
  }

  /**
   * Returns the base of the attempt, if the user has removed it from the target's history since.
   */
  private Optional<ObjectId> removedBase(FinishedWork work, ObjectId tip) throws IOException {
    Optional<ObjectId> base =
        context
            .ledger()
            .view()
            .issue(work.issue().id())
            .map(IssueRecord::work)
            .map(AttemptWork::base)
            .map(ObjectId::fromString);
    return base.isPresent() && !repository.objects().isAncestor(base.get(), tip)
        ? base
        : Optional.empty();
  }

  private Candidate commit(
      FinishedWork work, ObjectId tip, ObjectId tree, Optional<ObjectId> removedBase)
      throws IOException, InterruptedException {
    DoneMarks.Marking marking = marks.on(tip, tree);
    Set<IssueId> late = form.branches() ? Set.of() : marking.addLate();
    boolean marked = marking.add(work.issue(), work.endedAt());
    ObjectId whole = marking.tree();
    boolean plain = form.style() == LandingStyle.SQUASH || removedBase.isPresent();
    ObjectId commit = plain ? squashed(work, tip, whole, removedBase) : merged(work, tip, whole);
    return new Candidate(commit, whole, tip, marked, late);
  }

  private ObjectId merged(FinishedWork work, ObjectId tip, ObjectId tree) throws IOException {
    PersonIdent author = repository.author(work.endedAt());
    PersonIdent committer = repository.committer(work.endedAt());
    String text = messages.landing(work, List.of());
    return repository.objects().commit(tree, List.of(tip, work.head()), author, committer, text);
  }

  /**
   * Creates a plain commit; it names the authors of the work, as their commits are not in its
   * history.
   */
  private ObjectId squashed(
      FinishedWork work, ObjectId tip, ObjectId tree, Optional<ObjectId> removedBase)
      throws IOException {
    PersonIdent committer = repository.committer(work.endedAt());
    List<PersonIdent> authors = repository.history().authors(work.head(), removedBase.orElse(tip));
    PersonIdent author =
        authors.isEmpty()
            ? repository.author(work.endedAt())
            : new PersonIdent(authors.get(0), work.endedAt(), ZoneOffset.UTC);
    String text = messages.landing(work, authors.stream().skip(1).toList());
    return repository.objects().commit(tree, List.of(tip), author, committer, text);
  }

  /** Returns {@code tree} without the agent's own mark that its issue is done. */
  private ObjectId withoutMarkEdits(ObjectId tree, ObjectId tip, Issue issue) throws IOException {
    String file = issue.file().orElse("");
    Optional<byte[]> before = file.isEmpty() ? Optional.empty() : readFile(tip, file);
    Optional<byte[]> after = before.isEmpty() ? Optional.empty() : readFile(tree, file);
    boolean markOnly =
        before.isPresent()
            && after.isPresent()
            && context.marker().isMarkOnly(issue, before.get(), after.get());
    return markOnly ? repository.objects().writeTreeWith(tree, Map.of(file, before)) : tree;
  }

  private Optional<byte[]> readFile(ObjectId tree, String file) throws IOException {
    return repository.objects().readFile(tree, file);
  }
}
