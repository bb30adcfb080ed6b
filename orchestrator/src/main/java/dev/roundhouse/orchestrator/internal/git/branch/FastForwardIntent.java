package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The durable record of a fast-forward while it is under way, so that the next process after a
 * crash knows which changes git may have left half done. Only for the holder of the lock on
 * fast-forwards.
 */
final class FastForwardIntent {
  private static final String FORMAT = "roundhouse follow 1";
  private static final int HEAD = 5;

  private final Path file;

  FastForwardIntent(Path stateDir) {
    this.file = stateDir.resolve("follow.note");
  }

  /** Writes the record, durably. */
  void write(FastForward follow) throws IOException {
    List<String> parts =
        new ArrayList<>(
            List.of(
                FORMAT,
                follow.worktree().toString(),
                follow.branch(),
                follow.from().name(),
                follow.to().name()));
    follow.kept().forEach(each -> parts.add("k" + each));
    follow.absent().forEach(each -> parts.add("a" + each));
    follow.folders().forEach(each -> parts.add("f" + each));
    new AtomicFile(file).replace(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the record, if there is one. */
  Optional<FastForward> read() throws IOException {
    Optional<byte[]> content = new AtomicFile(file).read();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = List.of(new String(content.get(), StandardCharsets.UTF_8).split("\0", -1));
    if (parts.size() < HEAD || !parts.get(0).equals(FORMAT)) {
      throw new RepositoryException(
          file + " is not a note of this version", "see 'git status', then delete that file");
    }
    return Optional.of(
        new FastForward(
            Path.of(parts.get(1)),
            parts.get(2),
            ObjectId.fromString(parts.get(3)),
            ObjectId.fromString(parts.get(4)),
            named('k', parts),
            named('a', parts),
            named('f', parts)));
  }

  private static Set<String> named(char kind, List<String> parts) {
    Set<String> names = new HashSet<>();
    for (String each : parts.subList(HEAD, parts.size())) {
      if (each.charAt(0) == kind) {
        names.add(each.substring(1));
      }
    }
    return names;
  }

  /** Returns the time of writing, by the clock of the file system. */
  FileTime written() throws IOException {
    return Files.getLastModifiedTime(file);
  }

  boolean isThere() {
    return Files.exists(file);
  }

  /** Removes the record, since the fast-forward is over and nothing of it is left half done. */
  void remove() throws IOException {
    new AtomicFile(file).tidy();
    Files.deleteIfExists(file);
  }
}
