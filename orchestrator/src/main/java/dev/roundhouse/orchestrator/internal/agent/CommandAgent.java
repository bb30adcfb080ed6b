package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import dev.roundhouse.orchestrator.internal.process.OwnedProcess;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import dev.roundhouse.orchestrator.internal.redaction.Redaction;
import dev.roundhouse.orchestrator.options.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs a program as an agent: the prompt is on its standard input, the brief in its environment,
 * its output in the attempt's log, and its whole process tree is ended with it.
 *
 * <p>Safe for use by any number of threads.
 */
public final class CommandAgent implements Agent {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Program program;
  private final Optional<AgentProfile> profile;
  private final ProcessRunner runner;
  private final SlotEnvironment environment;
  private final TimeLimits limits;
  private final Clock clock;

  /**
   * Creates an agent that runs {@code program} without a profile.
   *
   * @param environment the environment it inherits, to which the brief is added
   * @param timeout the time limit of one attempt
   */
  public CommandAgent(
      Program program, ProcessRunner runner, Map<String, String> environment, Duration timeout) {
    this(program, runner, environment, TimeLimits.of(timeout));
  }

  /**
   * Creates an agent that runs {@code program} without a profile.
   *
   * @param environment the environment it inherits, to which the brief is added
   * @param limits the time limit of one attempt, and of a silence in its output
   */
  public CommandAgent(
      Program program, ProcessRunner runner, Map<String, String> environment, TimeLimits limits) {
    this(
        program,
        Optional.empty(),
        runner,
        SlotEnvironment.of(environment),
        limits,
        Clock.system(ZoneId.systemDefault()));
  }

  /**
   * Creates an agent that runs {@code program} with a profile.
   *
   * @param profile the way to run the program and to read its output; if absent, it is run as it is
   * @param environment the environment it inherits, to which the brief is added
   * @param limits the time limit of one attempt, and of a silence in its output
   * @param clock gives the date for times in the agent's output
   */
  public CommandAgent(
      Program program,
      Optional<AgentProfile> profile,
      ProcessRunner runner,
      SlotEnvironment environment,
      TimeLimits limits,
      Clock clock) {
    this.program = program;
    this.profile = profile;
    this.runner = runner;
    this.environment = environment;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public String display() {
    return program.display();
  }

  /** Returns what a person does to log it in, as the end of a sentence. */
  String logIn() {
    return profile.map(AgentProfile::logIn).orElse(AgentProfile.LOG_IN);
  }

  @Override
  public AgentEnding work(AgentRequest agentRequest, AgentMonitor monitor)
      throws IOException, InterruptedException {
    AgentRequest.Continuation earlier = agentRequest.continuation().orElse(null);
    Path log = agentRequest.log();
    if (earlier != null) {
      Optional<Command> resumed = resumed(agentRequest, earlier);
      if (resumed.isPresent()) {
        monitor.noted(", in its agent's session " + earlier.session());
        AgentReport[] report = {AgentReport.NOTHING};
        AgentEnding ending =
            new Call(agentRequest, monitor, before(earlier))
                .run(resumed.get(), earlier.prompt(), each -> report[0] = each);
        if (!profile.orElseThrow().couldNotResume(ending, report[0], log)) {
          monitor.reported(report[0]);
          return ending;
        }
      }
      monitor.noted(
          ", in a new session of its agent"
              + (resumed.isPresent() ? ", because the earlier one is gone" : ""));
    }
    return new Call(agentRequest, monitor, Usage.NONE)
        .run(command(agentRequest), agentRequest.prompt(), monitor::reported);
  }

  /** Returns what a resumed program counts again of what its session has used. */
  private Usage before(AgentRequest.Continuation earlier) {
    return profile.filter(AgentProfile::countsSession).isPresent() ? earlier.used() : Usage.NONE;
  }

  private Optional<Command> resumed(AgentRequest agentRequest, AgentRequest.Continuation earlier) {
    List<String> words = program.in(agentRequest.worktree()).argv();
    return profile
        .flatMap(
            each ->
                each.resume(words.subList(0, 1), words.subList(1, words.size()), earlier.session()))
        .map(Command::new);
  }

  /** One start of the program. */
  private final class Call {
    private final AgentRequest agentRequest;
    private final AgentMonitor monitor;
    private final Usage before;

    Call(AgentRequest agentRequest, AgentMonitor monitor, Usage before) {
      this.agentRequest = agentRequest;
      this.monitor = monitor;
      this.before = before;
    }

    AgentEnding run(Command command, String text, Consumer<AgentReport> answer)
        throws IOException, InterruptedException {
      Path prompt = prompt(agentRequest.log());
      Files.writeString(prompt, text);
      StreamFormat format = profile.map(AgentProfile::format).orElse(StreamFormat.PLAIN);
      format.putOnRecord(agentRequest.log());
      AgentStream stream = format.open(clock);
      OwnedProcess process =
          runner.launch(
              launch(agentRequest, command, prompt), new Listener(stream, monitor, before)::line);
      try {
        monitor.starting(process.identity());
        AgentEnding ending =
            ending(process.run(limits(agentRequest), monitor.interrupted(), GRACE));
        answer.accept(stream.report().without(before));
        return ending;
      } finally {
        process.end(GRACE);
        Files.writeString(prompt, redacted(text)); // it has been read
      }
    }
  }

  /** Reads each line of output, and passes on what is used as soon as a line says so. */
  private static final class Listener {
    private final AgentStream stream;
    private final AgentMonitor monitor;
    private final Usage before;
    private Optional<Usage> last = Optional.of(Usage.NONE);

    Listener(AgentStream stream, AgentMonitor monitor, Usage before) {
      this.stream = stream;
      this.monitor = monitor;
      this.before = before;
    }

    void line(String line) {
      stream.line(line);
      Optional<Usage> now = stream.usedSoFar();
      if (!now.equals(last)) {
        last = now;
        now.map(all -> all.minus(before)).ifPresent(monitor::used);
      }
    }
  }

  @Override
  public String redacted(String text) {
    return Redaction.redacted(text, environment.common());
  }

  /** Returns the file that keeps the prompt of the step that prints to {@code log}. */
  public static Path prompt(Path log) {
    return log.resolveSibling(
        log.getFileName().toString().replaceAll("\\.log$", "") + ".prompt.md");
  }

  /**
   * Reads again what the output in {@code log} says, as after a crash of the process that read it
   * first; an empty report if the output's format is not on record.
   *
   * @param used what is on record as used in a session: some programs count that again
   * @throws IOException if a file cannot be read
   */
  public static AgentReport reread(Path log, Clock clock, Function<String, Usage> used)
      throws IOException {
    Optional<StreamFormat> format = StreamFormat.recorded(log);
    if (format.isEmpty()) {
      return AgentReport.NOTHING;
    }
    AgentReport report = format.get().read(log, clock);
    boolean countsAgain =
        AgentProfile.all().stream()
            .anyMatch(each -> each.format() == format.get() && each.countsSession());
    return countsAgain ? report.without(used.apply(report.session())) : report;
  }

  /**
   * Tells whether the output in {@code log} consists of events, in the format of a profile.
   *
   * @throws IOException if a file cannot be read
   */
  public static boolean hasEvents(Path log) throws IOException {
    return StreamFormat.recorded(log).filter(each -> each != StreamFormat.PLAIN).isPresent();
  }

  private TimeLimits limits(AgentRequest agentRequest) {
    Duration whole =
        agentRequest
            .limit()
            .filter(left -> left.compareTo(limits.whole()) < 0)
            .orElse(limits.whole());
    return new TimeLimits(whole, limits.idle());
  }

  private static AgentEnding ending(ProcessEnding ending) {
    if (ending instanceof ProcessEnding.Exited exited) {
      return new AgentEnding.Exited(exited.code());
    }
    if (ending instanceof ProcessEnding.Idle silent) {
      return new AgentEnding.Idle(silent.limit());
    }
    return ending instanceof ProcessEnding.TimedOut late
        ? new AgentEnding.TimedOut(late.limit())
        : new AgentEnding.Interrupted();
  }

  private ProcessRunner.Launch launch(AgentRequest agentRequest, Command command, Path prompt) {
    boolean onStdin = profile.map(each -> each.passing().onStandardInput()).orElse(true);
    return new ProcessRunner.Launch(
        command,
        agentRequest.worktree(),
        environment(agentRequest),
        onStdin ? prompt : null,
        agentRequest.log(),
        UUID.randomUUID().toString());
  }

  private Command command(AgentRequest agentRequest) {
    Path prompt = prompt(agentRequest.log());
    Command plain = program.in(agentRequest.worktree());
    List<String> words = plain.argv();
    return profile
        .map(
            each ->
                new Command(
                    each.argv(
                        words.subList(0, 1),
                        words.subList(1, words.size()),
                        agentRequest.prompt(),
                        prompt)))
        .orElse(plain);
  }

  private Map<String, String> environment(AgentRequest agentRequest) {
    Map<String, String> all = new TreeMap<>(environment.in(agentRequest.worktree()));
    all.put("ROUNDHOUSE_ISSUE_ID", agentRequest.issue().value());
    all.put("ROUNDHOUSE_ISSUE_FILE", agentRequest.issueFile().toString());
    all.put("ROUNDHOUSE_WORKTREE", agentRequest.worktree().toString());
    all.put("ROUNDHOUSE_ATTEMPT", Integer.toString(agentRequest.number()));
    all.put("ROUNDHOUSE_ATTEMPT_ID", agentRequest.attempt().value());
    all.put("ROUNDHOUSE_RUN_ID", agentRequest.run().value());
    all.put("ROUNDHOUSE_BASE", agentRequest.base());
    all.put("ROUNDHOUSE_RESULT", agentRequest.result().toString());
    return all;
  }
}
