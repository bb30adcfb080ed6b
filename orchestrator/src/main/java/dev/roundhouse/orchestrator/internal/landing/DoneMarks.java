package dev.roundhouse.orchestrator.internal.landing;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Marks issues done in their files, as their source says: in the tree that lands, or later in a
 * separate commit. A file is marked only if the tree tracks it and the user's own copy is as git
 * last saw it: otherwise the mark would conflict with the user's edit, and waits until that is
 * committed. For one thread at a time.
 */
final class DoneMarks {
  private final RunContext context;
  private final Repository repository;
  private final Target target;
  private final LiveBacklog backlog;
  private final GatedTipUpdate gatedTipUpdate;
  private final Set<IssueId> unmarked = new HashSet<>(); // their source writes nothing

  DoneMarks(RunContext context, LiveBacklog backlog, GatedTipUpdate gatedTipUpdate) {
    this.context = context;
    this.repository = context.repository();
    this.target = context.target();
    this.backlog = backlog;
    this.gatedTipUpdate = gatedTipUpdate;
  }

  /** Returns a marking of {@code tree}, which is to land on {@code tip}. */
  Marking on(ObjectId tip, ObjectId tree) {
    return new Marking(tip, tree);
  }

  /** Lands the pending marks; returns false if there are none, or the gate rejects them. */
  boolean landLate() throws IOException, InterruptedException {
    if (context.options().form().branches()) {
      return false;
    }
    ObjectId tip = target.tip();
    ObjectId before = repository.objects().treeOf(tip);
    Marking marking = on(tip, before);
    Set<IssueId> late = marking.addLate();
    if (late.isEmpty() || target.hasMoved()) {
      return false;
    }
    if (marking.tree().equals(before)) {
      record(late, tip);
      return false;
    }
    Instant when = context.clock().instant();
    GatedTipUpdate.Outcome outcome =
        gatedTipUpdate.of(
            tip, () -> Optional.of(commit(marking, late, when)), "roundhouse: mark done");
    if (!(outcome instanceof GatedTipUpdate.Outcome.Moved moved)) {
      return false;
    }
    record(late, moved.commit());
    return true;
  }

  private ObjectId commit(Marking marking, Set<IssueId> late, Instant when) throws IOException {
    PersonIdent author = repository.author(when);
    String message = CommitMessages.marks(target.branch(), late);
    return repository
        .objects()
        .commit(marking.tree(), List.of(marking.tip), author, repository.committer(when), message);
  }

  private void record(Set<IssueId> late, ObjectId commit) throws IOException {
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            late.stream()
                .map(id -> new Event.IssueMarked(id, commit.name(), now))
                .toArray(Event[]::new));
  }

  /** The files of one tree with marks added; several issues may share a file. */
  final class Marking {
    private final ObjectId tip;
    private final ObjectId tree;
    private final Map<String, Optional<byte[]>> files = new HashMap<>();

    private Marking(ObjectId tip, ObjectId tree) {
      this.tip = tip;
      this.tree = tree;
    }

    /** Marks {@code issue} done at {@code when}; returns false if that may not be done now. */
    boolean add(Issue issue, Instant when) throws IOException, InterruptedException {
      if (issue.file().isEmpty() || unmarked.contains(issue.id())) {
        return false;
      }
      String file = issue.file().get();
      Optional<byte[]> content = content(file);
      if (content.isEmpty()) {
        return false;
      }
      Optional<byte[]> marked = context.marker().done(issue, content.get(), when);
      if (marked.isEmpty()) {
        unmarked.add(issue.id());
      } else if (files.containsKey(file) || repository.checkoutState().isClean(file)) {
        files.put(file, marked);
        return true;
      }
      return false;
    }

    private Optional<byte[]> content(String file) throws IOException {
      Optional<byte[]> marked = files.get(file);
      if (marked != null) {
        return marked;
      }
      return repository.objects().readFile(tip, file).isPresent()
          ? repository.objects().readFile(tree, file)
          : Optional.empty();
    }

    /**
     * Marks the issues that landed, or were closed as needing no work, and can get their missing
     * mark now; returns them.
     */
    Set<IssueId> addLate() throws IOException, InterruptedException {
      Set<IssueId> late = new TreeSet<>();
      for (IssueRecord record : context.ledger().view().issues()) {
        boolean done =
            record.status() == LifecycleStatus.LANDED || record.status() == LifecycleStatus.CLOSED;
        Optional<Issue> issue =
            done && !record.marked() ? backlog.find(record.id()) : Optional.empty();
        if (issue.isPresent() && issue.get().status() != IssueStatus.DONE) {
          Instant when = record.finishedAt() == null ? record.updatedAt() : record.finishedAt();
          if (add(issue.get(), when)) {
            late.add(record.id());
          }
        }
      }
      return late;
    }

    /** Returns the tree with all marks. */
    ObjectId tree() throws IOException {
      return repository.objects().writeTreeWith(tree, files);
    }
  }
}
