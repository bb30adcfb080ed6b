package dev.roundhouse.orchestrator.options;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program and its arguments; never run through a shell. Immutable.
 *
 * @param argv the program and its arguments, at least one word
 */
public record Command(List<String> argv) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /**
   * Checks that there is a program.
   *
   * @throws IllegalArgumentException if there is none, or a word contains a NUL
   */
  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty() || argv.get(0).isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
    if (argv.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("a command must not contain a NUL character");
    }
  }

  /**
   * Splits {@code line} into words as a POSIX shell does (Shell Command Language, 2.2 Quoting):
   * quotes and backslashes; nothing is expanded.
   *
   * @throws IllegalArgumentException if a quote is not closed, or there is no word
   */
  public static Command parse(String line) {
    return new Command(new ShellWords(line).split());
  }

  /**
   * Returns the program's file: relative to {@code directory} if it is named by a path, otherwise
   * on the {@code PATH} of {@code environment}. Empty if there is no such file or it is not
   * executable.
   */
  public Optional<Path> resolve(Path directory, Map<String, String> environment) {
    try {
      Path name = Path.of(argv.get(0));
      if (argv.get(0).contains("/")) {
        return Optional.of(directory.resolve(name).normalize()).filter(Command::isProgram);
      }
      for (String entry : environment.getOrDefault("PATH", "").split(":", -1)) {
        Path candidate = directory.resolve(entry).resolve(name);
        if (isProgram(candidate)) {
          return Optional.of(candidate);
        }
      }
      return Optional.empty();
    } catch (InvalidPathException impossible) {
      return Optional.empty();
    }
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Returns the command on one line, quoted so that {@link #parse} reads it back; safe to show. */
  public String display() {
    return argv.stream().map(Command::quoted).collect(Collectors.joining(" "));
  }

  /** Returns one word, quoted if necessary, with control characters shown as such. */
  public static String quoted(String word) {
    String visible = word.replaceAll("\\p{Cntrl}", "?");
    return PLAIN.matcher(visible).matches() ? visible : "'" + visible.replace("'", "'\\''") + "'";
  }
}
