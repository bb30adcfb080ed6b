package dev.roundhouse.orchestrator;

import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerRepair;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.diagnosis.HealthChecks;
import dev.roundhouse.orchestrator.internal.engine.LeftoverCleanup;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.notify.Notifier;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Examines a repository and the machine for what could keep a run from working, and repairs what
 * can be repaired. Landings that the journal has lost are restored from the history of the tips.
 *
 * <p>Immutable; safe for use by any number of threads and processes.
 */
public final class Doctor {
  private final RunRequest request;

  Doctor(RunRequest request) {
    this.request = request;
  }

  /**
   * Checks git, Java, the configuration, branch, backlog, agents and gate, the disk, the ledger,
   * locks, leftovers and notifications; runs no gate and no agent, and writes nothing.
   *
   * @throws InterruptedException if the calling thread was interrupted
   */
  public List<Check> examine() throws InterruptedException {
    List<Check> checks = new ArrayList<>();
    HealthChecks.of(request)
        .forEach(
            each ->
                checks.add(
                    new Check(
                        each.name(),
                        Level.valueOf(each.level().name()),
                        each.finding(),
                        each.next())));
    if (!request.options().form().notifications().isEmpty()) {
      checks.add(notifications());
    }
    return List.copyOf(checks);
  }

  private Check notifications() {
    try (Repository repository =
        Repository.openUnborn(request.directory(), request.environment())) {
      String names = String.join(", ", Notifier.names(repository, request));
      return new Check("notify", Level.OK, names, "");
    } catch (RefusedException refused) {
      String what = String.valueOf(refused.getMessage());
      return new Check("notify", Level.ERROR, what, refused.hint());
    } catch (IOException unreadable) {
      String what = "cannot be checked: " + FileErrors.describe(unreadable);
      return new Check("notify", Level.ERROR, what, "make sure that you may read the repository");
    }
  }

  /**
   * Sends a test message to each configured recipient, and returns one check for each; none if none
   * is configured.
   *
   * @throws RefusedException if someone cannot be notified as configured
   * @throws IOException if the repository cannot be read
   * @throws InterruptedException if the calling thread was interrupted
   */
  public List<Check> tryNotifications() throws IOException, RefusedException, InterruptedException {
    try (Repository repository =
        Repository.openUnborn(request.directory(), request.environment())) {
      List<Check> checks = new ArrayList<>();
      Notifier.tryAll(repository, request)
          .forEach((name, trouble) -> checks.add(notified(name, trouble)));
      return checks;
    }
  }

  private static Check notified(String name, Optional<String> trouble) {
    return trouble.isEmpty()
        ? new Check("notify", Level.OK, name + " was notified", "")
        : new Check(
            "notify",
            Level.ERROR,
            name + " was not notified: " + trouble.get(),
            "correct 'notify' in roundhouse.yaml, then repeat this");
  }

  /**
   * Cleans up what killed commands have left, without losing work: ends their processes, saves what
   * their agents had written, frees their issues, and deletes old locks of git and temporary files.
   *
   * @return what was done, one line each; empty if there was nothing to do
   * @throws RefusedException if a run is going
   * @throws IOException if something could not be cleaned up
   * @throws InterruptedException if the calling thread was interrupted
   */
  public List<String> fix() throws IOException, RefusedException, InterruptedException {
    try (Repository repository =
        Repository.openUnborn(request.directory(), request.environment())) {
      return new LeftoverCleanup(repository, request).go();
    }
  }

  /**
   * Checks the ledger and writes nothing.
   *
   * @throws IOException if something cannot be read, or a newer version wrote it
   */
  public Diagnosis look() throws IOException {
    try (Repository repository = Repository.openUnborn(request.directory())) {
      List<String> damages = LedgerRepair.damages(repository.stateDir());
      int issues = damages.isEmpty() ? Ledger.read(repository.stateDir()).issues().size() : 0;
      return new Diagnosis(damages, issues);
    }
  }

  /**
   * Repairs a damaged ledger from everything that still checks out; does nothing to one that is
   * undamaged. Every file it touches is copied first.
   *
   * @return the repairs made, one line each; empty if there were none
   * @throws RefusedException if a run is going
   * @throws IOException if the repair failed
   */
  public List<String> repair() throws IOException, RefusedException {
    try (Repository repository = Repository.openUnborn(request.directory());
        LockFile.Held held = RunLock.take(repository, "doctor", request.clock())) {
      if (LedgerRepair.damages(repository.stateDir()).isEmpty()) {
        return List.of();
      }
      List<String> notes =
          new ArrayList<>(LedgerRepair.repair(repository.stateDir(), request.clock()));
      try (Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
        notes.addAll(recall(repository, ledger));
      }
      return notes;
    }
  }

  private List<String> recall(Repository repository, Ledger ledger) throws IOException {
    List<String> notes = new ArrayList<>();
    for (ObjectId tip : repository.refs().commits("refs/roundhouse/tip/").values()) {
      Map<IssueId, String> landings = repository.objects().landings(tip);
      Instant now = request.clock().instant();
      for (Map.Entry<IssueId, String> each : landings.entrySet()) {
        LedgerView before = ledger.view();
        ledger.commit(view -> closed(view, each.getKey(), each.getValue(), now));
        if (ledger.view().position() != before.position()) {
          notes.add(each.getKey() + " has landed as " + each.getValue() + ", according to the tip");
        }
      }
    }
    return notes;
  }

  /** Closes an issue if the ledger has lost the record of its landing. */
  private static List<Event> closed(LedgerView view, IssueId issue, String commit, Instant now) {
    Optional<IssueRecord> record = view.issue(issue);
    boolean known = record.map(IssueRecord::landedCommit).isPresent();
    LifecycleStatus status = record.map(IssueRecord::status).orElse(LifecycleStatus.OPEN);
    if (known || status.isFinished() || status == LifecycleStatus.LANDING) {
      return List.of();
    }
    Claim claim = record.map(IssueRecord::claim).orElse(null);
    return List.of(
        new Event.IssueRested(
            issue,
            claim == null ? null : claim.attempt(),
            LifecycleStatus.CLOSED,
            "landed as " + commit + "; the record of it was lost",
            now));
  }

  /** The seriousness of a {@link Check}'s answer. */
  public enum Level {
    /** All is well. */
    OK,
    /** A run works, but not as well as it could. */
    WARNING,
    /** A run does not work. */
    ERROR
  }

  /**
   * The answer to one question.
   *
   * @param name the subject, one word
   * @param level the seriousness of the answer
   * @param finding the answer, on one line
   * @param next what to do about it; empty if nothing is to be done
   */
  public record Check(String name, Level level, String finding, String next) {}

  /**
   * The result of a check of the ledger.
   *
   * @param damages the damaged places of the ledger, each with file and line
   * @param issues the number of issues the ledger knows, 0 if it is damaged
   */
  public record Diagnosis(List<String> damages, int issues) {
    /** Copies the list. */
    public Diagnosis {
      damages = List.copyOf(damages);
    }

    /** Tells whether the ledger is undamaged. */
    public boolean isHealthy() {
      return damages.isEmpty();
    }
  }
}
