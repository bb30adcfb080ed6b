package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.backlog.IssueFile;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Marks issues done in their files: in the tree that lands, or later in a separate commit. A file
 * is marked only if the tree tracks it and the user's own copy is as git last saw it: otherwise the
 * mark would conflict with the user's edit, and waits until that is committed. For one thread at a
 * time.
 */
final class DoneMarks {
  private final RunContext context;
  private final Repository repository;
  private final Target target;
  private final LiveBacklog backlog;
  private final GatedTipUpdate gatedTipUpdate;

  DoneMarks(RunContext context, LiveBacklog backlog, GatedTipUpdate gatedTipUpdate) {
    this.context = context;
    this.repository = context.repository();
    this.target = context.target();
    this.backlog = backlog;
    this.gatedTipUpdate = gatedTipUpdate;
  }

  /** Tells whether the file of {@code issue} may be marked on top of {@code tip}. */
  boolean mayMark(Issue issue, ObjectId tip) throws IOException, InterruptedException {
    return repository.objects().readFile(tip, issue.path()).isPresent()
        && repository.isClean(issue.path());
  }

  /** Returns {@code content}, the text of an issue file, marked done at {@code when}. */
  static byte[] done(byte[] content, Instant when) {
    return IssueFile.of(content).withStatus(IssueStatus.DONE, when);
  }

  /**
   * Returns the issues that landed, or were closed as needing no work, and can now get their
   * missing mark.
   */
  Map<IssueId, Marked> late(ObjectId tip) throws IOException, InterruptedException {
    Map<IssueId, Marked> late = new TreeMap<>();
    for (IssueRecord record : context.ledger().view().issues()) {
      boolean done =
          record.status() == LifecycleStatus.LANDED || record.status() == LifecycleStatus.CLOSED;
      Optional<Issue> issue =
          done && !record.marked() ? backlog.find(record.id()) : Optional.empty();
      if (issue.isPresent() && issue.get().status() != IssueStatus.DONE) {
        mark(issue.get(), record, tip).ifPresent(marked -> late.put(record.id(), marked));
      }
    }
    return late;
  }

  private Optional<Marked> mark(Issue issue, IssueRecord record, ObjectId tip)
      throws IOException, InterruptedException {
    Optional<byte[]> content = repository.objects().readFile(tip, issue.path());
    if (content.isEmpty() || !repository.isClean(issue.path())) {
      return Optional.empty();
    }
    Instant when = record.finishedAt() == null ? record.updatedAt() : record.finishedAt();
    return Optional.of(new Marked(issue.path(), done(content.get(), when)));
  }

  /** Returns the tree changes for {@code late}. */
  static Map<String, Optional<byte[]>> changes(Map<IssueId, Marked> late) {
    Map<String, Optional<byte[]>> changes = new HashMap<>();
    late.values().forEach(each -> changes.put(each.path(), Optional.of(each.content())));
    return changes;
  }

  /** Lands the pending marks; returns false if there are none, or the gate rejects them. */
  boolean landLate() throws IOException, InterruptedException {
    if (context.options().form().branches()) {
      return false;
    }
    ObjectId tip = target.tip();
    Map<IssueId, Marked> late = late(tip);
    if (late.isEmpty() || target.hasMoved()) {
      return false;
    }
    if (tree(tip, late).equals(repository.objects().treeOf(tip))) {
      record(late, tip);
      return false;
    }
    Instant when = context.clock().instant();
    GatedTipUpdate.Outcome outcome =
        gatedTipUpdate.of(tip, () -> Optional.of(commit(tip, late, when)), "roundhouse: mark done");
    if (!(outcome instanceof GatedTipUpdate.Outcome.Moved moved)) {
      return false;
    }
    record(late, moved.commit());
    return true;
  }

  private ObjectId tree(ObjectId tip, Map<IssueId, Marked> late) throws IOException {
    return repository.objects().writeTreeWith(repository.objects().treeOf(tip), changes(late));
  }

  private ObjectId commit(ObjectId tip, Map<IssueId, Marked> late, Instant when)
      throws IOException {
    PersonIdent author = repository.author(when);
    ObjectId tree = tree(tip, late);
    String message = CommitMessages.marks(target.branch(), late.keySet());
    return repository
        .objects()
        .commit(tree, List.of(tip), author, repository.committer(when), message);
  }

  private void record(Map<IssueId, Marked> late, ObjectId commit) throws IOException {
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            late.keySet().stream()
                .map(id -> new Event.IssueMarked(id, commit.name(), now))
                .toArray(Event[]::new));
  }

  /** One file with its mark added. */
  record Marked(String path, byte[] content) {}
}
