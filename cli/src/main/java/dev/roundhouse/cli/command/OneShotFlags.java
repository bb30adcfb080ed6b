package dev.roundhouse.cli.command;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags that say with which agent and gate one issue is worked on. */
final class OneShotFlags {
  private static final String KEPT = ", as it was begun";

  private boolean isAgentKept;
  private boolean isGateKept;

  @Option(
      names = "--agent",
      paramLabel = "CMD",
      description = "the agent (default: that of roundhouse.yaml, or else the first one on PATH)")
  @Nullable String agent;

  @Option(
      names = "--gate",
      paramLabel = "CMD",
      description =
          "a command that must exit with 0 (default: that of roundhouse.yaml, or else the tests"
              + " that are found); not run by a shell; repeatable")
  @Nullable List<String> gate;

  @Option(names = "--no-gate", description = "test nothing")
  boolean noGate;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "the time limit of the agent, such as 45m (the default)")
  @Nullable String timeout;

  /** Returns the same flags as those of a run. */
  RunFlags asRunFlags() {
    RunFlags flags = new RunFlags();
    flags.planning.agent = agent;
    flags.gate = noGate ? null : gate;
    flags.timeout = timeout;
    return flags;
  }

  /**
   * Returns these flags, and for what they do not say those that an issue was begun with.
   *
   * @throws RefusedException if those cannot be read, and these do not take their place
   */
  OneShotFlags over(IssueId issue, List<String> begun) throws RefusedException {
    OneShotFlags before = new OneShotFlags();
    try {
      new CommandLine(before).setExpandAtFiles(false).parseArgs(begun.toArray(String[]::new));
    } catch (ParameterException unreadable) {
      if (agent != null && isGateTyped()) {
        return this;
      }
      throw RefusedException.input(
          "the options that "
              + issue
              + " was begun with cannot be used: "
              + unreadable.getMessage(),
          "name them: 'roundhouse do --resume " + issue + " --agent CMD --gate CMD'");
    }
    OneShotFlags both = new OneShotFlags();
    both.agent = agent == null ? before.agent : agent;
    both.isAgentKept = agent == null;
    both.timeout = timeout == null ? before.timeout : timeout;
    both.isGateKept = !isGateTyped();
    both.gate = both.isGateKept ? before.gate : gate;
    both.noGate = both.isGateKept ? before.noGate : noGate;
    return both;
  }

  /**
   * Returns these flags as typed in {@code directory}, but with the paths of programs counted from
   * the checkout, so that they name the same programs wherever the next command is typed.
   */
  OneShotFlags from(Path directory, Path checkout) {
    OneShotFlags counted = new OneShotFlags();
    counted.agent = agent == null ? null : counted(agent, directory, checkout);
    counted.gate =
        gate == null
            ? null
            : gate.stream().map(each -> counted(each, directory, checkout)).toList();
    counted.noGate = noGate;
    counted.timeout = timeout;
    return counted;
  }

  private static String counted(String line, Path directory, Path checkout) {
    try {
      Command typed = Command.parse(line);
      Command found = RunFlags.found(typed, directory, checkout);
      return found.equals(typed)
          ? line
          : found.argv().stream()
              .map(each -> "'" + each.replace("'", "'\\''") + "'")
              .collect(Collectors.joining(" "));
    } catch (IllegalArgumentException malformed) {
      return line; // whoever uses it says so
    }
  }

  private boolean isGateTyped() {
    return noGate || gate != null;
  }

  /** Returns where the agent comes from, if the flags name one. */
  String agentOrigin() {
    return "--agent" + (isAgentKept ? KEPT : "");
  }

  /** Returns where the gate comes from, if the flags name one, or none. */
  String gateOrigin() {
    return (noGate ? "--no-gate" : "--gate") + (isGateKept ? KEPT : "");
  }

  /** Returns the flags as words of a command line. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    add(words, "--agent", agent);
    words.addAll(gateWords());
    add(words, "--timeout", timeout);
    return words;
  }

  private List<String> gateWords() {
    List<String> words = new ArrayList<>();
    if (gate != null) {
      gate.forEach(each -> add(words, "--gate", each));
    }
    if (noGate) {
      words.add("--no-gate");
    }
    return words;
  }

  private static void add(List<String> words, String flag, @Nullable String value) {
    if (value != null) {
      words.add(flag);
      words.add(value);
    }
  }

  /** Returns the flags but those of the gate as they are typed, each with a space before it. */
  String typedAgent() {
    List<String> words = new ArrayList<>();
    add(words, "--agent", agent);
    add(words, "--timeout", timeout);
    return typed(words);
  }

  /** Returns the same for the flags that say what tests the result. */
  String typedGate() {
    return typed(gateWords());
  }

  private static String typed(List<String> words) {
    return words.stream().map(each -> " " + Command.quoted(each)).collect(Collectors.joining());
  }
}
