package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules for the files of a commit that a worktree has, in the form of git's sparse checkout.
 * Immutable.
 *
 * @param config the settings required in a worktree's own configuration; empty for none
 * @param patterns the patterns of the files; empty for all
 */
record SparseRules(String config, String patterns) {
  /** The rules for every file. */
  static final SparseRules NONE = new SparseRules("", "");

  private static final String CONFIG = "config.worktree";
  private static final String PATTERNS = "info/sparse-checkout";

  /** Reads the rules of the checkout {@code git} is in. */
  static SparseRules of(Git git) throws IOException, InterruptedException {
    Map<String, String> settings = settings(git);
    if (!isTrue(settings.get("core.sparsecheckout"))) {
      return NONE;
    }
    GitOutput place = git.run("rev-parse", "--path-format=absolute", "--git-path", PATTERNS);
    String patterns = text(Path.of(place.line()));
    boolean own = isTrue(settings.get("extensions.worktreeconfig"));
    boolean cone = isTrue(settings.get("core.sparsecheckoutcone"));
    return new SparseRules(
        own ? "[core]\n\tsparseCheckout = true\n\tsparseCheckoutCone = " + cone + "\n" : "",
        patterns);
  }

  private static Map<String, String> settings(Git git) throws IOException, InterruptedException {
    Map<String, String> settings = new TreeMap<>();
    String names = "^(core\\.sparsecheckout(cone)?|extensions\\.worktreeconfig)$";
    for (String record : git.ask("config", "-z", "--type=bool", "--get-regexp", names).records()) {
      int cut = record.indexOf('\n');
      if (cut > 0) {
        settings.put(record.substring(0, cut), record.substring(cut + 1));
      }
    }
    return settings;
  }

  private static boolean isTrue(@org.jspecify.annotations.Nullable String value) {
    return "true".equals(value);
  }

  private static String text(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) // any bytes
        : "";
  }

  /** Tells whether the worktree with that git directory has rules that leave files out. */
  static boolean arePresentIn(Path gitDir) {
    return Files.exists(gitDir.resolve(PATTERNS));
  }

  /** Tells whether some files are left out. */
  boolean isSparse() {
    return !patterns.isEmpty();
  }

  /** Tells whether {@code slot} has exactly these rules. */
  boolean areIn(Worktree slot) throws IOException {
    String current = text(slot.gitDir().resolve(CONFIG));
    return (current.equals(config(slot)) || (current.isEmpty() && config.isEmpty()))
        && text(slot.gitDir().resolve(PATTERNS)).equals(patterns);
  }

  /**
   * Gives {@code slot} these rules in place of its own. Its configuration also names its working
   * tree: if the repository's configuration names another one for all worktrees, git follows this
   * one.
   */
  void writeTo(Worktree slot) throws IOException {
    Path gitDir = slot.gitDir();
    Directories.deleteTree(gitDir.resolve(CONFIG));
    Directories.deleteTree(gitDir.resolve("info"));
    Files.write(gitDir.resolve(CONFIG), config(slot).getBytes(StandardCharsets.UTF_8));
    if (isSparse()) {
      Path file = gitDir.resolve(PATTERNS);
      Files.createDirectories(gitDir.resolve("info"));
      Files.write(file, patterns.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private String config(Worktree slot) {
    String path =
        slot.path().toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "[core]\n\tbare = false\n\tworktree = \"" + path + "\"\n" + config;
  }
}
