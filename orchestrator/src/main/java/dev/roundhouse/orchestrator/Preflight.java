package dev.roundhouse.orchestrator;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.agent.Template;
import dev.roundhouse.orchestrator.gate.GateProgram;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.process.Command;
import dev.roundhouse.orchestrator.process.Program;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunOptions;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import dev.roundhouse.orchestrator.schedule.Wanted;
import dev.roundhouse.orchestrator.work.RunRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that must be right before a run begins, looked at without writing anything.
 *
 * @param repository the repository
 * @param branch the target
 * @param meant the backlog and what of it is meant
 * @param source where that came from; what its files gave is not saved yet
 * @param taken what was read of it
 * @param scheduler orders it
 * @param agents the agents' programs
 * @param gate the gate's programs; empty for none or the embedder's own
 * @param setup the setup's program, or null
 * @param teardown the teardown's program, or null
 * @param message the template of landing messages, or empty for the usual one
 */
record Preflight(
    Repository repository,
    String branch,
    Meant meant,
    BacklogSource source,
    BacklogSource.Taken taken,
    Scheduler scheduler,
    AgentPrograms agents,
    List<GateProgram> gate,
    @Nullable Program setup,
    @Nullable Program teardown,
    Optional<Template> message) {
  static Preflight of(Repository repository, RunRequest request)
      throws IOException, RefusedException {
    return of(repository, request, BacklogSource.of(repository, request));
  }

  static Preflight of(Repository repository, RunRequest request, BacklogSource source)
      throws IOException, RefusedException {
    RunOptions options = request.options();
    repository.requireWritable();
    String branch = branch(repository, options);
    AgentPrograms agents = AgentPrograms.find(repository, request);
    List<GateProgram> gate = GateEquipment.find(repository, request);
    Program setup = optional("setup", options.setup(), repository, request);
    Program teardown = optional("teardown", options.agents().teardown(), repository, request);
    Optional<Template> message = Delivery.check(repository, options.form());
    BacklogSource.Taken taken = read(repository, source);
    LedgerView view = Ledger.read(repository.stateDir());
    Meant meant = Meant.of(taken.reading(), view, options);
    BacklogReading reading = meant.reading();
    Scheduler scheduler =
        Scheduler.of(reading.issues(), meant.options().selection(), options.order(), view);
    refuseUnknown(Wanted.byId(reading.issues(), view).values(), options);
    refuseAmbiguity(reading, scheduler, meant.options());
    return new Preflight(
        repository,
        branch,
        meant,
        source,
        taken,
        scheduler,
        agents,
        gate,
        setup,
        teardown,
        message);
  }

  BacklogReading reading() {
    return meant.reading();
  }

  static String branch(Repository repository, RunOptions options)
      throws IOException, RefusedException {
    Optional<String> branch =
        options.target().isPresent() ? options.target() : repository.currentBranch();
    if (branch.isEmpty()) {
      throw RefusedException.input(
          repository.checkout() + " has no branch checked out (HEAD is detached)",
          "name the branch to land on with --target BRANCH");
    }
    String name = branch.get();
    if (repository.resolve("refs/heads/" + name).isEmpty()) {
      throw RefusedException.input(
          "there is no branch " + Command.quoted(name) + " with a commit to land on",
          "make it ('git branch NAME') or name another with --target BRANCH");
    }
    return name;
  }

  static @Nullable Program optional(
      String role, Optional<Command> command, Repository repository, RunRequest request)
      throws RefusedException {
    return program(role, command, repository, request).orElse(null);
  }

  static Optional<Program> program(
      String role, Optional<Command> command, Repository repository, RunRequest request)
      throws RefusedException {
    if (command.isEmpty()) {
      return Optional.empty();
    }
    for (Path base : List.of(request.directory(), repository.checkout())) {
      Optional<Program> found = Program.find(command.get(), base, request.environment());
      if (found.isPresent()) {
        return found;
      }
    }
    throw RefusedException.input(
        "the " + role + "'s program is not there or not executable: " + command.get().display(),
        "check the path, 'chmod +x' it, or put it on PATH");
  }

  /** The backlog; empty only where the ledger knows of issues that had files. */
  static BacklogReading read(Repository repository, RunRequest request)
      throws IOException, RefusedException {
    BacklogSource source = BacklogSource.of(repository, request);
    boolean known = !Ledger.read(repository.stateDir()).issues().isEmpty();
    return read(repository, known ? source.orEmpty() : source).reading();
  }

  private static BacklogSource.Taken read(Repository repository, BacklogSource source)
      throws IOException, RefusedException {
    BacklogSource.Taken taken = source.take();
    BacklogReading reading = taken.reading();
    if (!source.mayBeEmpty()
        && reading.issues().isEmpty()
        && Ledger.read(repository.stateDir()).enrolled().isEmpty()) {
      throw RefusedException.input(
          "no issues were found in " + repository.checkout() + lines(reading.findings()),
          "put Markdown files into issues/ or .issues/{bugs,features,enhancements,epics}, or name"
              + " their directory with --backlog DIR, or 'roundhouse submit' one without a file");
    }
    return taken;
  }

  /** The backlog, also where there is nothing in it. */
  static BacklogReading scan(Repository repository, RunRequest request) throws IOException {
    return BacklogSource.of(repository, request).take().reading();
  }

  private static void refuseUnknown(Collection<Issue> issues, RunOptions options)
      throws RefusedException {
    List<String> unmatched = options.selection().unmatched(issues);
    if (!unmatched.isEmpty()) {
      throw RefusedException.input(
          "no issue is called " + String.join(", ", unmatched),
          "see 'roundhouse list' for the ids");
    }
  }

  /** Refuses what does not say clearly what comes first among the issues that are meant. */
  static void refuseAmbiguity(BacklogReading reading, Scheduler scheduler, RunOptions options)
      throws RefusedException {
    Set<IssueId> meant = new HashSet<>();
    for (Issue issue : reading.issues()) {
      if (options.selection().admits(issue) && issue.status().isWorkable()) {
        meant.add(issue.id());
      }
    }
    Set<IssueId> concerned = scheduler.graph().closure(meant);
    List<Finding> ambiguous =
        reading.findings().stream()
            .filter(Finding::ambiguous)
            .filter(
                each ->
                    each.issues().isEmpty() || each.issues().stream().anyMatch(concerned::contains))
            .toList();
    if (!ambiguous.isEmpty()) {
      throw RefusedException.input(
          "the backlog does not say clearly what to do first:" + lines(ambiguous),
          "mend these files, or leave the issues out with --skip");
    }
  }

  private static String lines(List<Finding> findings) {
    return findings.stream().map(Preflight::line).collect(Collectors.joining());
  }

  private static String line(Finding finding) {
    String line = finding.line() > 0 ? ":" + finding.line() : "";
    return "\n  " + finding.path() + line + ": " + finding.message();
  }
}
