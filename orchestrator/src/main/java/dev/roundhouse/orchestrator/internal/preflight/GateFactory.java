package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import dev.roundhouse.orchestrator.internal.gate.CommandGate;
import dev.roundhouse.orchestrator.internal.gate.EmbeddedGate;
import dev.roundhouse.orchestrator.internal.gate.GateInputs;
import dev.roundhouse.orchestrator.internal.gate.GateProgram;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import dev.roundhouse.orchestrator.internal.process.OwnedProcess;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import dev.roundhouse.orchestrator.internal.resource.Resources;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.GateCommand;
import dev.roundhouse.orchestrator.options.GateOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates the gate that the options ask for. For one thread. */
public final class GateFactory {
  private static final Duration TOOLCHAIN_LIMIT = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Repository repository;
  private final RunRequest request;
  private final ProcessRunner runner;
  private final String token;
  private final GateOptions options;
  private final SlotEnvironment environment;

  public GateFactory(Repository repository, RunRequest request, ProcessRunner runner, String token)
      throws IOException {
    this.repository = repository;
    this.request = request;
    this.runner = runner;
    this.token = token;
    this.options = request.options().gate();
    Optional<List<String>> allowed =
        options.environment().or(() -> request.options().agents().environment());
    this.environment =
        SlotEnvironment.of(
                new ChildEnvironment(
                        request.environment(), allowed, request.options().form().secretVariables())
                    .forGates())
            .withSlotVariables(repository.commonDir(), request.options().workers(), askedFor());
  }

  /**
   * Returns the variables requested by their full name: the verdicts of a gate that sees everything
   * belong to the tree.
   */
  private Set<String> askedFor() {
    List<String> names = options.environment().orElse(List.of());
    return SlotEnvironment.NAMES.stream()
        .filter(
            slot ->
                names.stream()
                    .filter(each -> each.startsWith("ROUNDHOUSE_"))
                    .anyMatch(each -> ChildEnvironment.names(each, slot)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the requested programs; none if the embedder has supplied a gate. */
  public static List<GateProgram> find(Repository repository, RunRequest request)
      throws RefusedException {
    RunOptions options = request.options();
    Collection<String> missing = options.resources().missing(options.gate());
    if (!missing.isEmpty()) {
      throw RefusedException.input(
          "there is no resource named " + String.join(", ", missing),
          "declare it, such as 'resources: {" + missing.iterator().next() + ": 1}'");
    }
    List<GateProgram> programs = new ArrayList<>();
    if (request.gate() == null && !options.gate().commands().isEmpty()) {
      for (GateCommand each : commands(options)) {
        programs.add(new GateProgram(each, find("gate", each.command(), repository, request)));
      }
    }
    for (Command each : options.gate().toolchain()) {
      find("toolchain", each, repository, request);
    }
    return programs;
  }

  /** Returns the gate's commands; the setup, which depends on the tree as they do, comes first. */
  private static List<GateCommand> commands(RunOptions options) {
    List<GateCommand> commands = new ArrayList<>();
    options.gate().supplies().setup().map(each -> setup(each, options)).ifPresent(commands::add);
    commands.addAll(options.gate().commands());
    return commands;
  }

  private static GateCommand setup(Command command, RunOptions options) {
    return new GateCommand(
        command,
        Optional.of("setup"),
        Optional.of(options.agents().setupTimeout()),
        List.of(),
        List.of());
  }

  private static Program find(
      String role, Command command, Repository repository, RunRequest request)
      throws RefusedException {
    return new ProgramFinder(repository, request).find(role, command);
  }

  /**
   * Returns the gate: the embedder's own, or one that runs {@code programs}, or none.
   *
   * @throws RefusedException if a command of the toolchain fails, or an input is not a file
   * @throws InterruptedException if the run must stop at once
   */
  public @Nullable Gate gate(List<GateProgram> programs, Resources resources)
      throws IOException, RefusedException, InterruptedException {
    Gate own = request.gate();
    if (own != null || programs.isEmpty()) {
      return own == null ? null : new EmbeddedGate(own);
    }
    GateInputs conditions = new GateInputs(environment, toolchain(), inputs());
    CommandGate.Limits limits =
        new CommandGate.Limits(
            request.options().gateTimeout(), resources, request.options().resources().timeout());
    Gate gate = new CommandGate(programs, conditions, limits, runner, token);
    boolean clean = request.options().disk().keepIgnored().gates().isEmpty();
    return clean ? gate : gate.uncached();
  }

  private List<Path> inputs() throws RefusedException {
    List<Path> inputs = new ArrayList<>();
    for (String each : options.inputs()) {
      Path base = repository.checkout();
      String home = environment.common().getOrDefault("HOME", "");
      Path input =
          each.startsWith("~/") ? Path.of(home, each.substring(2)) : base.resolve(each).normalize();
      if (Files.exists(input) && !Files.isRegularFile(input)) {
        throw RefusedException.input(
            "the gate's input is not a file: " + Command.quoted(each),
            "list single files under 'gateInputs'");
      }
      inputs.add(input);
    }
    return inputs;
  }

  private List<String> toolchain() throws IOException, RefusedException, InterruptedException {
    List<String> printed = new ArrayList<>();
    for (Command each : options.toolchain()) {
      Path log = Files.createTempFile(repository.stateDir(), "toolchain.", ".log");
      try {
        printed.add(each.display() + "\n" + printed(each, log));
      } finally {
        Files.deleteIfExists(log);
      }
    }
    return printed;
  }

  private String printed(Command command, Path log)
      throws IOException, RefusedException, InterruptedException {
    Path checkout = repository.checkout();
    Program program = find("toolchain", command, repository, request);
    OwnedProcess process =
        runner.launch(
            new ProcessRunner.Launch(
                program.in(checkout), checkout, environment.common(), null, log, token));
    ProcessEnding ending = process.run(TimeLimits.of(TOOLCHAIN_LIMIT), stopped(), GRACE);
    if (ending instanceof ProcessEnding.Interrupted) {
      throw new InterruptedException("interrupted while asking for the toolchain");
    }
    if (!(ending instanceof ProcessEnding.Exited exited) || exited.code() != 0) {
      throw RefusedException.input(
          "the toolchain command failed: " + command.display() + "\n" + LogTail.of(log).strip(),
          "it must exit with 0 within a minute; see 'toolchain' in roundhouse.yaml");
    }
    return Files.readString(log, StandardCharsets.ISO_8859_1);
  }

  private CompletableFuture<Void> stopped() {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    request
        .stop()
        .onRaise(
            level -> {
              if (level == StopSignal.Level.INTERRUPT) {
                stopped.complete(null);
              }
            });
    return stopped;
  }
}
