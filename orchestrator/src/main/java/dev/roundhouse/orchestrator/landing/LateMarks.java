package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.git.Target;
import dev.roundhouse.orchestrator.work.RunContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Marks done, in a commit of their own, issues that landed while the user was editing their files,
 * once these are committed. For one thread at a time.
 */
final class LateMarks {
  private final RunContext context;
  private final Repository repository;
  private final Target target;
  private final Marks marks;
  private final Verdicts verdicts;

  LateMarks(RunContext context, Marks marks, Verdicts verdicts) {
    this.context = context;
    this.repository = context.repository();
    this.target = context.target();
    this.marks = marks;
    this.verdicts = verdicts;
  }

  /** Lands the marks there are; false if there are none, or the gate does not let them. */
  boolean land() throws IOException, InterruptedException {
    if (context.options().form().branches()) {
      return false;
    }
    ObjectId tip = target.tip();
    Map<IssueId, Marks.Marked> late = marks.late(tip);
    if (late.isEmpty() || target.hasMoved()) {
      return false;
    }
    ObjectId tree =
        repository.objects().writeTreeWith(repository.objects().treeOf(tip), Marks.changes(late));
    if (tree.equals(repository.objects().treeOf(tip))) {
      record(late, tip);
      return false;
    }
    ObjectId commit = commit(tip, tree, late);
    Verdict verdict = verdicts.of(commit, tree, context.syncLog());
    if (!(verdict instanceof Verdict.Green)
        || !repository.updateRef(target.tipRef(), tip, commit, "roundhouse: mark done")) {
      return false;
    }
    record(late, commit);
    return true;
  }

  private ObjectId commit(ObjectId tip, ObjectId tree, Map<IssueId, Marks.Marked> late)
      throws IOException {
    Instant now = context.clock().instant();
    PersonIdent author = repository.author(now);
    String message = Messages.marks(target.branch(), late.keySet());
    return repository
        .objects()
        .commit(tree, List.of(tip), author, repository.committer(now), message);
  }

  private void record(Map<IssueId, Marks.Marked> late, ObjectId commit) throws IOException {
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            late.keySet().stream()
                .map(id -> new Event.IssueMarked(id, commit.name(), now))
                .toArray(Event[]::new));
  }
}
