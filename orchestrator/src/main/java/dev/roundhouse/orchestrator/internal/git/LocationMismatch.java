package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * Explains why git takes a directory for something else than we do: the file and the key that lead
 * it there, and since when. For one thread.
 */
final class LocationMismatch {
  private final GitLocation place;
  private final GitOutput seen;

  /** Creates the explanation for {@code place}, for which git by itself answered {@code seen}. */
  LocationMismatch(GitLocation place, GitOutput seen) {
    this.place = place;
    this.seen = seen;
  }

  /** Returns the explanation in words, with a hint. */
  RepositoryException problem() throws IOException {
    Optional<Path> gitDir = GitLocation.gitDir(place.top());
    if (!gitDir.equals(Optional.of(place.gitDir().toRealPath()))) {
      return misled(
          place.top().resolve(".git")
              + gitDir.map(other -> " points to " + other).orElse(" is missing or damaged")
              + " instead of pointing to "
              + place.gitDir(),
          "make it a file that says 'gitdir: " + place.gitDir() + "'");
    }
    Path records = place.commonDir().resolve("worktrees");
    if (Files.isSymbolicLink(records)) { // the records lead back to their real location
      return misled(
          records + " is a link to " + Files.readSymbolicLink(records),
          "move the linked folder back to " + records);
    }
    for (Path file : files()) {
      Optional<RepositoryException> key = key(file);
      if (key.isPresent()) {
        return key.get();
      }
    }
    String why = seen.err().lines().findFirst().orElse("git gives no reason");
    return misled(why, "check with 'git -C " + place.top() + " rev-parse --show-toplevel'");
  }

  /** Returns the files that may name another working tree; the last one read by git comes first. */
  private List<Path> files() {
    return List.of(place.gitDir().resolve("config.worktree"), place.commonDir().resolve("config"));
  }

  private Optional<RepositoryException> key(Path file) throws IOException {
    Config config = read(file);
    if (config == null) {
      return Optional.of(misled(file + " cannot be read" + since(file), "repair it"));
    }
    String elsewhere = config.getString("core", null, "worktree");
    if (elsewhere != null && !leadsHere(elsewhere)) {
      return Optional.of(
          misled(
              "core.worktree is " + elsewhere + " in " + file + since(file),
              "if that is not intended, run: git config --file "
                  + quoted(file)
                  + " --unset core.worktree"));
    }
    if (isTrue(config)) {
      return Optional.of(
          misled(
              "core.bare is true in " + file + since(file),
              "if that is not intended, run: git config --file "
                  + quoted(file)
                  + " core.bare false"));
    }
    return Optional.empty();
  }

  /** Quotes a file's name as one word for a shell. */
  private static String quoted(Path file) {
    return "'" + file.toString().replace("'", "'\\''") + "'";
  }

  private static boolean isTrue(Config config) {
    try {
      return config.getBoolean("core", "bare", false);
    } catch (IllegalArgumentException neither) {
      return false;
    }
  }

  private boolean leadsHere(String value) throws IOException {
    Path named = place.gitDir().resolve(value);
    return Files.isDirectory(named) && named.toRealPath().equals(place.top().toRealPath());
  }

  private static @Nullable Config read(Path file) throws IOException {
    Config config = new Config();
    if (!Files.exists(file)) {
      return config;
    }
    try {
      config.fromText(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      return config;
    } catch (ConfigInvalidException damaged) {
      return null;
    }
  }

  /** Returns the file's age, the only evidence of when a key was set. */
  private static String since(Path file) throws IOException {
    return Files.exists(file)
        ? " (last changed "
            + Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS)
            + ")"
        : "";
  }

  private RepositoryException misled(String why, String hint) {
    String answer = seen.ok() ? seen.text().lines().findFirst().orElse("") : "";
    String instead = answer.isEmpty() ? "no working tree" : answer;
    boolean other = !instead.equals(place.top().toString());
    return new RepositoryException(
        "git does not recognise "
            + place.top()
            + " as a working tree of this repository"
            + (other ? ", but finds " + instead : "")
            + ": "
            + why,
        hint);
  }
}
