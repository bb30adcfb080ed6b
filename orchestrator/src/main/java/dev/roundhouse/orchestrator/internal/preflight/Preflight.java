package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.backlog.BacklogReader;
import dev.roundhouse.orchestrator.internal.backlog.BacklogSource;
import dev.roundhouse.orchestrator.internal.backlog.SelectedBacklog;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.gate.GateProgram;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.EffectiveIssues;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything that must be right before a run begins, without writing anything.
 *
 * @param repository the repository
 * @param branch the target
 * @param selected the backlog with the selected issues
 * @param source the source of the backlog; its parse results are not saved yet
 * @param taken the result of reading it
 * @param scheduler orders the backlog
 * @param agents the agents' programs
 * @param gate the gate's programs; empty for none or the embedder's own
 * @param setup the setup's program, or null
 * @param teardown the teardown's program, or null
 * @param message the template of landing messages, or empty for the usual one
 */
public record Preflight(
    Repository repository,
    String branch,
    SelectedBacklog selected,
    BacklogSource source,
    BacklogSource.Taken taken,
    Scheduler scheduler,
    AgentPrograms agents,
    List<GateProgram> gate,
    @Nullable Program setup,
    @Nullable Program teardown,
    Optional<Template> message) {
  public static Preflight of(Repository repository, RunRequest request)
      throws IOException, RefusedException {
    return of(repository, request, BacklogSource.of(repository, request));
  }

  public static Preflight of(Repository repository, RunRequest request, BacklogSource source)
      throws IOException, RefusedException {
    RunOptions options = request.options();
    repository.requireWritable();
    String branch = branch(repository, options);
    AgentPrograms agents = AgentPrograms.find(repository, request);
    List<GateProgram> gate = GateFactory.find(repository, request);
    ProgramFinder programs = new ProgramFinder(repository, request);
    Program setup = programs.find("setup", options.setup()).orElse(null);
    Program teardown = programs.find("teardown", options.agents().teardown()).orElse(null);
    Optional<Template> message = LandingCheck.check(repository, options.form());
    BacklogSource.Taken taken = BacklogReader.read(repository, source);
    LedgerView view = Ledger.read(repository.stateDir());
    SelectedBacklog selected = SelectedBacklog.of(taken.reading(), view, options);
    BacklogReading reading = selected.reading();
    Scheduler scheduler =
        Scheduler.of(reading.issues(), selected.options().selection(), options.order(), view);
    BacklogReader.refuseUnknown(
        EffectiveIssues.byId(reading.issues(), view).values(), options, source);
    BacklogReader.refuseAmbiguity(reading, scheduler, selected.options());
    return new Preflight(
        repository,
        branch,
        selected,
        source,
        taken,
        scheduler,
        agents,
        gate,
        setup,
        teardown,
        message);
  }

  /**
   * Tries the sandboxes that the options ask for, as is needed before a run takes its lock.
   *
   * @throws RefusedException if one does not work on this machine
   */
  public void trySandboxes(RunRequest request)
      throws IOException, RefusedException, InterruptedException {
    AgentPermissions.check(agents, request);
  }

  public BacklogReading reading() {
    return selected.reading();
  }

  public static String branch(Repository repository, RunOptions options)
      throws IOException, RefusedException {
    Optional<String> branch =
        options.target().isPresent() ? options.target() : repository.currentBranch();
    if (branch.isEmpty()) {
      throw RefusedException.input(
          repository.checkout() + " has no branch checked out (HEAD is detached)",
          "name the branch to land on with --target BRANCH");
    }
    String name = branch.get();
    if (repository.refs().commit("refs/heads/" + name).isEmpty()) {
      throw RefusedException.input(
          "there is no branch " + Command.quoted(name) + " with a commit to land on",
          "create it ('git branch NAME') or name another with --target BRANCH");
    }
    return name;
  }
}
