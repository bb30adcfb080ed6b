package dev.roundhouse.orchestrator.internal.review;

import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.WorkRefs;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the commits that kept work began at. For one thread. */
public final class BeginOfWork {
  private final Repository repository;

  /** Finds them in {@code repository}. */
  public BeginOfWork(Repository repository) {
    this.repository = repository;
  }

  /**
   * Returns the commit the attempt began at, which differs from {@code commit}.
   *
   * @throws RefusedException if the attempt changed nothing
   * @throws IOException if git cannot tell
   */
  public String of(KeptWork work, String commit)
      throws IOException, RefusedException, InterruptedException {
    String base = begun(work, commit);
    if (new WorkRefs(repository).isUnchanged(base, commit)) {
      throw RefusedException.input(
          "attempt " + work.number() + " of " + work.issue() + " changed nothing",
          "'roundhouse log " + work.issue() + "' shows what its agent did");
    }
    return base;
  }

  /** Tells whether the attempt changed something. */
  boolean hasChanged(KeptWork work) throws IOException, InterruptedException {
    String commit = work.best();
    return !new WorkRefs(repository).isUnchanged(begun(work, commit), commit);
  }

  private String begun(KeptWork work, String commit) throws IOException, InterruptedException {
    Optional<String> recorded =
        Ledger.read(repository.stateDir()).issues().stream()
            .filter(each -> each.id().key().equals(work.issue()))
            .filter(each -> each.attempts() == work.number() && each.work() != null)
            .flatMap(each -> Stream.ofNullable(each.work().base()))
            .findFirst();
    boolean isDropped = commit.equals(work.pieces().get(KeptWork.DROPPED));
    return recorded.isPresent() && !isDropped && !work.pieces().containsKey("candidate")
        ? recorded.get()
        : new WorkRefs(repository).base(work, commit);
  }
}
