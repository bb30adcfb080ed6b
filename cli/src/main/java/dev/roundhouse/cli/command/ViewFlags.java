package dev.roundhouse.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of read-only commands. */
final class ViewFlags {
  @Option(
      names = "--backlog",
      paramLabel = "DIR",
      description = "a directory of issue files inside the checkout; repeatable")
  @Nullable List<String> backlog;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  RunFlags asRunFlags() {
    RunFlags flags = new RunFlags();
    flags.issues.backlog = backlog;
    return flags;
  }
}
