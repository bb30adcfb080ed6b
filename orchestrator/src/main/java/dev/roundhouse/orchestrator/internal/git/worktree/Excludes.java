package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ignore rules for all worktrees besides their {@code .gitignore} files: {@code info/exclude},
 * and the file that {@code core.excludesFile} names. An agent can change both, and with that hide
 * the work of others. So they are recorded while no agent is at work, to find the files that only a
 * later change hides. Rules that attempts leave do not become the user's: they are marked, and not
 * recorded as long as they stay like that. Each file is replaced as a whole, so that threads and
 * processes may use it at the same time.
 */
final class Excludes {
  private static final long LARGEST = 1 << 24; // bytes

  private final Repository repository;
  private final Path folder;
  private final Path info;
  private final Path global;
  private final Path mark;

  Excludes(Repository repository) {
    this.repository = repository;
    this.folder = repository.stateDir().resolve("excludes");
    this.info = folder.resolve("info");
    this.global = folder.resolve("global");
    this.mark = folder.resolve("changed");
  }

  /** Records the rules, unless an attempt left them. No agent may be at work. */
  void note() throws IOException, InterruptedException {
    Rules now = now(repository.git(), repository.checkout());
    Rules noted = noted();
    if (now.equals(noted)) {
      Files.deleteIfExists(mark);
    } else if (noted == null || !Arrays.equals(now.mark(), content(mark))) {
      Directories.create(folder);
      new AtomicFile(global).replace(now.global());
      new AtomicFile(info).replace(now.info());
      Files.deleteIfExists(mark);
    }
  }

  /**
   * Writes into {@code file} the user's own rules and one for each of {@code names}. It is not one
   * of those that are recorded; {@code core.excludesFile} must name it where it is to apply.
   */
  void write(Path file, List<String> names) throws IOException, InterruptedException {
    byte[] own = now(repository.git(), repository.checkout()).global();
    StringBuilder rules = new StringBuilder("\n");
    for (String each : names) {
      rules.append('/').append(each.replaceAll("([\\\\*?\\[ ])", "\\\\$1")).append('\n');
    }
    byte[] more = rules.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(own, own.length + more.length);
    System.arraycopy(more, 0, all, own.length, more.length);
    new AtomicFile(file).replace(all);
  }

  /** Marks the rules as an attempt's, if they differ from the recorded ones. */
  void mark() throws IOException, InterruptedException {
    Rules noted = noted();
    Rules now = now(repository.git(), repository.checkout());
    if (noted != null && !now.equals(noted)) {
      new AtomicFile(mark).replace(now.mark());
    }
  }

  /**
   * Returns the files in {@code slot} that are ignored now, and were not by the recorded rules.
   *
   * @param git a git whose index has everything that is not ignored
   */
  List<String> hidden(Worktree slot, Git git) throws IOException, InterruptedException {
    Rules noted = noted();
    if (noted == null || now(git, slot.path()).equals(noted)) {
      return List.of();
    }
    return git
        .run(
            "ls-files",
            "--others",
            "-z",
            "--exclude-per-directory=.gitignore",
            "--exclude-from=" + global, // the last rule read takes precedence
            "--exclude-from=" + info)
        .records()
        .stream()
        .filter(each -> !each.isEmpty() && !each.startsWith(Worktree.FOLDER + "/"))
        .toList();
  }

  private @Nullable Rules noted() throws IOException {
    return Files.isRegularFile(info) && Files.isRegularFile(global)
        ? new Rules(content(info), content(global))
        : null;
  }

  private Rules now(Git git, Path directory) throws IOException, InterruptedException {
    GitOutput named = git.ask("config", "--type=path", "--get", "core.excludesFile");
    Path file = named.ok() ? directory.resolve(named.line()) : usual();
    return new Rules(
        content(repository.commonDir().resolve("info").resolve("exclude")), content(file));
  }

  /** Returns the file that git reads if no other is named. */
  private static @Nullable Path usual() {
    String configuration = System.getenv("XDG_CONFIG_HOME");
    if (configuration != null && !configuration.isEmpty()) {
      return Path.of(configuration, "git", "ignore");
    }
    String home = System.getenv("HOME");
    return home == null ? null : Path.of(home, ".config", "git", "ignore");
  }

  private static byte[] content(@Nullable Path file) throws IOException {
    if (file == null || !Files.isRegularFile(file) || !Files.isReadable(file)) {
      return new byte[0];
    }
    long size = Files.size(file);
    return size > LARGEST
        ? ("# " + size + " bytes\n").getBytes(StandardCharsets.UTF_8)
        : Files.readAllBytes(file);
  }

  /** The content of both files. */
  private static final class Rules {
    private final byte[] info;
    private final byte[] global;

    Rules(byte[] info, byte[] global) {
      this.info = info;
      this.global = global;
    }

    byte[] info() {
      return info;
    }

    byte[] global() {
      return global;
    }

    /** Returns one mark for both files, unique to their content. */
    byte[] mark() {
      byte[] first = (info.length + "\n").getBytes(StandardCharsets.UTF_8);
      byte[] all = Arrays.copyOf(first, first.length + info.length + global.length);
      System.arraycopy(info, 0, all, first.length, info.length);
      System.arraycopy(global, 0, all, first.length + info.length, global.length);
      return all;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Rules rules
          && Arrays.equals(info, rules.info)
          && Arrays.equals(global, rules.global);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(info) * 31 + Arrays.hashCode(global);
    }
  }
}
