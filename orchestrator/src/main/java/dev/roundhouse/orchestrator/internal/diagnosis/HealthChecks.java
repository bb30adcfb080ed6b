package dev.roundhouse.orchestrator.internal.diagnosis;

import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerRepair;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks every question about a repository and the machine, one after the other; a question that
 * cannot be answered does not keep the next from being asked. Writes nothing. For one thread.
 */
public final class HealthChecks {
  private final RunRequest request;
  private final List<HealthCheck> checks = new ArrayList<>();

  private HealthChecks(RunRequest request) {
    this.request = request;
  }

  /** A question: adds its answers to a list. */
  private interface Question {
    List<HealthCheck> answers() throws IOException, RefusedException, InterruptedException;
  }

  /**
   * Returns every answer, in the order in which a person would look.
   *
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static List<HealthCheck> of(RunRequest request) throws InterruptedException {
    HealthChecks all = new HealthChecks(request);
    try (Repository repository =
        Repository.openUnborn(request.directory(), request.environment())) {
      all.ask(repository);
    } catch (RepositoryException unusable) {
      all.checks.add(HealthCheck.error("git", unusable));
      all.checks.add(MachineChecks.java());
    } catch (IOException unreadable) {
      all.checks.add(unanswered("git", unreadable));
      all.checks.add(MachineChecks.java());
    }
    return List.copyOf(all.checks);
  }

  private void ask(Repository repository) throws InterruptedException {
    ProjectChecks project = new ProjectChecks(repository, request);
    LeftoverChecks leftovers = new LeftoverChecks(repository, request);
    add("git", () -> List.of(MachineChecks.git(repository, request.clock().instant())));
    checks.add(MachineChecks.java());
    add("config", () -> List.of(project.configuration()));
    add("branch", () -> List.of(project.branch()));
    add("backlog", () -> List.of(project.backlog()));
    add("agent", project::agents);
    add("sandbox", () -> new SandboxChecks(repository, request).all());
    add("gate", () -> List.of(project.gate()));
    add("disk", () -> List.of(MachineChecks.disk(repository, request)));
    Optional<LedgerView> view = ledger(repository);
    if (view.isPresent()) {
      add("locks", () -> leftovers.locks(view.get()));
      add("leftovers", () -> leftovers.leftovers(view.get()));
    }
  }

  private void add(String name, Question question) throws InterruptedException {
    try {
      checks.addAll(question.answers());
    } catch (RefusedException refused) {
      checks.add(HealthCheck.error(name, refused));
    } catch (RepositoryException refused) {
      checks.add(HealthCheck.error(name, refused));
    } catch (IOException unreadable) {
      checks.add(unanswered(name, unreadable));
    }
  }

  private static HealthCheck unanswered(String name, IOException unreadable) {
    return HealthCheck.error(
        name,
        "cannot be checked: " + FileErrors.describe(unreadable),
        "make sure that you may read and write the repository");
  }

  /** Checks the ledger; returns what it says, if it can be read. */
  private Optional<LedgerView> ledger(Repository repository) {
    try {
      List<String> damages = LedgerRepair.damages(repository.stateDir());
      if (!damages.isEmpty()) {
        checks.add(
            HealthCheck.error(
                "ledger",
                "damaged: " + String.join("; ", damages),
                "'roundhouse doctor --repair' continues from what is intact"));
      }
      LedgerView view = Ledger.read(repository.stateDir());
      if (damages.isEmpty()) {
        String records = Plural.of(view.issues().size(), "issue");
        checks.add(HealthCheck.ok("ledger", "the ledger is intact; it records " + records));
      }
      return Optional.of(view);
    } catch (IOException unreadable) {
      if (checks.stream().noneMatch(each -> each.name().equals("ledger"))) {
        checks.add(unanswered("ledger", unreadable));
      }
      return Optional.empty();
    }
  }
}
