package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * The files that all worktrees of a repository share and that git needs to run: its configuration,
 * and the HEAD of the checkout it was made for. Damage there would stop all work, whatever caused
 * it; see {@link ProtectedFile} for the remedy.
 *
 * <p>Safe for use by any number of threads and processes.
 */
public final class SharedConfig {
  private static final Pattern HEAD =
      Pattern.compile("ref:\\s*refs/\\S[^\\n]*\\s*|[0-9a-fA-F]{40}(\\s.*)?", Pattern.DOTALL);

  private final Path folder;
  private final Path file;
  private final List<ProtectedFile> files;

  /** Creates the protection for the repository with this common directory. */
  public SharedConfig(Path commonDir) {
    this.folder = commonDir.resolve("roundhouse").resolve("shared");
    this.file = commonDir.resolve("config");
    this.files =
        List.of(
            new ProtectedFile(commonDir, "config", folder, this::refusal),
            new ProtectedFile(commonDir, "HEAD", folder, SharedConfig::refusalOfHead));
  }

  /**
   * Begins to remember the files; from now on {@link #settle} has contents to restore. For the
   * holder of the run lock, before any agent is at work.
   */
  public void remember() throws IOException, InterruptedException {
    if (Files.isDirectory(folder)) {
      for (Path each : Directories.entries(folder, ProtectedFile.PROBE + "*")) {
        Directories.deleteTree(each);
      }
    }
    for (ProtectedFile each : files) {
      each.remember();
    }
  }

  /** Removes the locks that a killed process left while it was restoring a file. */
  void unlock() throws IOException {
    for (ProtectedFile each : files) {
      each.unlock();
    }
  }

  /**
   * Restores files that git cannot run with, and otherwise remembers their content; does nothing if
   * nothing was ever remembered.
   *
   * @return true if a file was restored, by us or meanwhile by another process
   * @throws IOException if a file cannot be restored
   */
  public boolean settle() throws IOException, InterruptedException {
    boolean repaired = false;
    for (ProtectedFile each : files) {
      repaired |= each.settle();
    }
    return repaired;
  }

  /**
   * Returns the commands that restore the files that differ from their last good copies, if any do.
   */
  Optional<String> goodCopies() throws IOException {
    List<String> lines = new ArrayList<>();
    for (ProtectedFile each : files) {
      each.changed().ifPresent(lines::add);
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lines));
  }

  /** Returns the replacements made so far. */
  public DamagedCopies replacements() {
    return DamagedCopies.in(folder.resolve("replaced"));
  }

  private static String refusalOfHead(byte[] content) {
    if (content.length == 0) {
      return "it is missing, empty or unreadable";
    }
    String text = new String(content, StandardCharsets.UTF_8);
    return HEAD.matcher(text).matches() ? "" : "it names neither a branch nor a commit";
  }

  /** Returns git's reason for not running with {@code content}; empty if it can. */
  private String refusal(byte[] content) throws IOException, InterruptedException {
    if (content.length == 0 || isOfAnotherFormat(content)) {
      return content.length == 0
          ? "it is missing, empty or unreadable"
          : "it declares an object or ref format other than the repository's";
    }
    Path probe = Files.createTempDirectory(folder, ProtectedFile.PROBE);
    try {
      Files.createDirectories(probe.resolve("objects"));
      Files.createDirectories(probe.resolve("refs"));
      Files.writeString(probe.resolve("HEAD"), "ref: refs/heads/main\n");
      Files.write(probe.resolve("config"), includingFromHere(content));
      GitOutput seen =
          Git.discovering(probe)
              .with("GIT_DIR", probe.toString())
              .with("GIT_WORK_TREE", probe.toString())
              .ask("rev-parse", "--git-dir");
      String why = seen.err().strip().replaceAll("\\s+", " ");
      return seen.ok()
          ? unreadable(content)
          : (why.isEmpty() ? "git exited with " + seen.exit() : why)
              .replace(probe.resolve("config").toString(), file.toString());
    } finally {
      Directories.deleteTree(probe);
    }
  }

  /** Returns the content with its included files named so that they are found from anywhere. */
  private byte[] includingFromHere(byte[] content) {
    Config config = new Config();
    try {
      config.fromText(new String(content, StandardCharsets.UTF_8));
    } catch (ConfigInvalidException damaged) {
      return content; // git reports that
    }
    boolean includes = include(config, "include", null);
    for (String condition : config.getSubsections("includeIf")) {
      includes |= include(config, "includeIf", condition);
    }
    return includes ? config.toText().getBytes(StandardCharsets.UTF_8) : content;
  }

  private boolean include(Config config, String section, @Nullable String condition) {
    List<String> paths = Arrays.asList(config.getStringList(section, condition, "path"));
    List<String> found = new ArrayList<>();
    for (String each : paths) {
      found.add(each.startsWith("~") ? each : file.resolveSibling(each).toString());
    }
    if (!paths.isEmpty()) {
      config.setStringList(section, condition, "path", found);
    }
    return !paths.isEmpty();
  }

  /**
   * Returns the reason why we cannot read the content although git can: git also accepts a file
   * that ends within a key.
   */
  private static String unreadable(byte[] content) {
    try {
      new Config().fromText(new String(content, StandardCharsets.UTF_8));
      return "";
    } catch (ConfigInvalidException damaged) {
      return "it is damaged: " + damaged.getMessage();
    }
  }

  /**
   * Tells whether the content declares another format; the format is a property of the files on
   * disk, which no key can change.
   */
  private static boolean isOfAnotherFormat(byte[] content) {
    Config config = new Config();
    try {
      config.fromText(new String(content, StandardCharsets.UTF_8));
    } catch (ConfigInvalidException damaged) {
      return false; // git gives a better message
    }
    String objects = config.getString("extensions", null, "objectformat");
    String refs = config.getString("extensions", null, "refstorage");
    return (objects != null && !objects.equalsIgnoreCase("sha1"))
        || (refs != null && !refs.equalsIgnoreCase("files"));
  }
}
