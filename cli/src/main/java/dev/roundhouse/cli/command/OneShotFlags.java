package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.options.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say with which agent and gate one task is done. */
final class OneShotFlags {
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

  /** Returns the flag that names the agent, with a space before it; empty if there is none. */
  String typedAgent() {
    List<String> words = new ArrayList<>();
    add(words, "--agent", agent);
    return typed(words);
  }

  /** Returns the same for the flags that say what tests the result. */
  String typedGate() {
    List<String> words = new ArrayList<>();
    if (gate != null) {
      gate.forEach(each -> add(words, "--gate", each));
    }
    if (noGate) {
      words.add("--no-gate");
    }
    return typed(words);
  }

  private static String typed(List<String> words) {
    return words.isEmpty() ? "" : " " + String.join(" ", words);
  }

  private static void add(List<String> words, String flag, @Nullable String value) {
    if (value != null) {
      words.add(flag);
      words.add(Command.quoted(value));
    }
  }
}
