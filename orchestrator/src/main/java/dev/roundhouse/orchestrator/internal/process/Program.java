package dev.roundhouse.orchestrator.internal.process;

import com.google.common.hash.Hashing;
import dev.roundhouse.orchestrator.options.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command whose program was found on this machine. If it is named by a relative path, a
 * worktree's own version of that file takes precedence over the one found, so that a change to a
 * script takes effect. Immutable.
 *
 * @param command the command as configured
 * @param executable the file of its program
 */
public record Program(Command command, Path executable) {
  private static final long SMALL = 1 << 20;

  /** Finds {@code command} as {@link Command#resolve} does; empty if it does not exist. */
  public static Optional<Program> find(
      Command command, Path directory, Map<String, String> environment) {
    return command.resolve(directory, environment).map(found -> new Program(command, found));
  }

  /** Returns the command to run in {@code worktree}. */
  public Command in(Path worktree) {
    List<String> argv = new ArrayList<>(command.argv());
    argv.set(0, own(worktree).orElse(executable).toString());
    return new Command(argv);
  }

  private Optional<Path> own(Path worktree) {
    String name = command.argv().get(0);
    if (!name.contains("/") || Path.of(name).isAbsolute()) {
      return Optional.empty();
    }
    Path inside = worktree.resolve(name).normalize();
    return inside.startsWith(worktree) && Files.isExecutable(inside) && Files.isRegularFile(inside)
        ? Optional.of(inside)
        : Optional.empty();
  }

  /** Returns the command for people, on one line. */
  public String display() {
    return command.display();
  }

  /** Returns one line that differs if the words or the program's file differ. */
  public String fingerprint() {
    String words = String.join("\0", command.argv());
    return Hashing.sha256()
        .hashString(words + "\0" + executable + "\0" + content(), StandardCharsets.UTF_8)
        .toString();
  }

  private String content() {
    try {
      return Files.size(executable) <= SMALL
          ? Hashing.sha256().hashBytes(Files.readAllBytes(executable)).toString()
          : Files.size(executable) + " " + Files.getLastModifiedTime(executable);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + executable, unreadable);
    }
  }
}
