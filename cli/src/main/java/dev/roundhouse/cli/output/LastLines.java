package dev.roundhouse.cli.output;

import dev.roundhouse.orchestrator.AttemptLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The last lines of logs, each read again when its file has grown. For one thread. */
final class LastLines implements Function<Path, String> {
  private final Map<Path, Seen> seen = new HashMap<>();

  private record Seen(long size, String line) {}

  @Override
  public String apply(Path log) {
    try {
      long size = Files.size(log);
      Seen before = seen.get(log);
      if (before == null || before.size() != size) {
        before = new Seen(size, AttemptLogs.lastLine(log));
        seen.put(log, before);
      }
      return before.line();
    } catch (IOException none) {
      return ""; // nothing was printed yet
    }
  }
}
