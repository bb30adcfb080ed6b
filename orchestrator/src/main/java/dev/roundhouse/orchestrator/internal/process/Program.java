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
 * A command that has been found on this machine. Where it is named by a relative path, a worktree's
 * own version of that file goes before the one found, so that what a change does to a script is
 * what runs. Immutable.
 *
 * @param command the command as it was asked for
 * @param executable where its program was found
 */
public record Program(Command command, Path executable) {
  private static final long SMALL = 1 << 20;

  /** Finds {@code command} as {@link Command#resolve} does; empty if it is not there. */
  public static Optional<Program> find(
      Command command, Path directory, Map<String, String> environment) {
    return command.resolve(directory, environment).map(found -> new Program(command, found));
  }

  /** The command to run in {@code worktree}. */
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

  /** The command as a person reads it, on one line. */
  public String display() {
    return command.display();
  }

  /** One line that differs where the words or the program's file differ. */
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
