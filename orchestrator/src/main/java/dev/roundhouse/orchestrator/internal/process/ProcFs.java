package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads Linux's information on processes below {@code /proc}; see proc(5). Stateless; safe for use
 * by any number of threads.
 */
final class ProcFs {
  private static final Path ROOT = Path.of("/proc");
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int START = 19;

  private ProcFs() {}

  static String bootId() throws IOException {
    return Files.readString(ROOT.resolve("sys/kernel/random/boot_id")).strip();
  }

  static String pidNamespace() throws IOException {
    return Files.readSymbolicLink(ROOT.resolve("self/ns/pid")).toString();
  }

  /** Returns the process with that number, unless it is gone or only waits to be reaped. */
  static Optional<ProcessEntry> entry(long pid) {
    try {
      String stat =
          Files.readString(
              ROOT.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
      List<String> fields =
          List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+", -1));
      boolean over = "ZXx".contains(fields.get(STATE));
      return over
          ? Optional.empty()
          : Optional.of(
              new ProcessEntry(
                  pid,
                  Long.parseLong(fields.get(PARENT)),
                  Long.parseLong(fields.get(SESSION)),
                  Long.parseLong(fields.get(START))));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Returns every process. */
  static List<ProcessEntry> entries() throws IOException {
    List<ProcessEntry> entries = new ArrayList<>();
    for (Path each : Directories.entries(ROOT, "[0-9]*")) {
      entry(Long.parseLong(each.getFileName().toString())).ifPresent(entries::add);
    }
    return entries;
  }

  /**
   * Tells whether the initial environment of that process has {@code setting}, as {@code
   * NAME=value}.
   */
  static boolean carries(long pid, String setting) {
    try {
      String environment =
          Files.readString(
              ROOT.resolve(Long.toString(pid)).resolve("environ"), StandardCharsets.ISO_8859_1);
      return ("\0" + environment).contains("\0" + setting + "\0");
    } catch (IOException goneOrSomebodyElses) {
      return false;
    }
  }
}
