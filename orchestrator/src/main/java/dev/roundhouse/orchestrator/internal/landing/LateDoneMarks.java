package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Marks done, in a commit of their own, issues that landed while the user was editing their files,
 * once these are committed. For one thread at a time.
 */
final class LateDoneMarks {
  private final RunContext context;
  private final Repository repository;
  private final Target target;
  private final DoneMarks marks;
  private final GatedTipUpdate trial;

  LateDoneMarks(RunContext context, DoneMarks marks, GatedTipUpdate trial) {
    this.context = context;
    this.repository = context.repository();
    this.target = context.target();
    this.marks = marks;
    this.trial = trial;
  }

  /** Lands the marks there are; false if there are none, or the gate does not let them. */
  boolean land() throws IOException, InterruptedException {
    if (context.options().form().branches()) {
      return false;
    }
    ObjectId tip = target.tip();
    Map<IssueId, DoneMarks.Marked> late = marks.late(tip);
    if (late.isEmpty() || target.hasMoved()) {
      return false;
    }
    if (tree(tip, late).equals(repository.objects().treeOf(tip))) {
      record(late, tip);
      return false;
    }
    Instant when = context.clock().instant();
    GatedTipUpdate.Outcome outcome =
        trial.of(tip, () -> Optional.of(commit(tip, late, when)), "roundhouse: mark done");
    if (!(outcome instanceof GatedTipUpdate.Outcome.Moved moved)) {
      return false;
    }
    record(late, moved.commit());
    return true;
  }

  private ObjectId tree(ObjectId tip, Map<IssueId, DoneMarks.Marked> late) throws IOException {
    return repository
        .objects()
        .writeTreeWith(repository.objects().treeOf(tip), DoneMarks.changes(late));
  }

  private ObjectId commit(ObjectId tip, Map<IssueId, DoneMarks.Marked> late, Instant when)
      throws IOException {
    PersonIdent author = repository.author(when);
    ObjectId tree = tree(tip, late);
    String message = CommitMessages.marks(target.branch(), late.keySet());
    return repository
        .objects()
        .commit(tree, List.of(tip), author, repository.committer(when), message);
  }

  private void record(Map<IssueId, DoneMarks.Marked> late, ObjectId commit) throws IOException {
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            late.keySet().stream()
                .map(id -> new Event.IssueMarked(id, commit.name(), now))
                .toArray(Event[]::new));
  }
}
