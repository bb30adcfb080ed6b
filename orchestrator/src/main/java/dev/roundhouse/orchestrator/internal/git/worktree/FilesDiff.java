package dev.roundhouse.orchestrator.internal.git.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import com.google.common.base.Splitter;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitException;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The difference between a commit and another one, or between a commit and a worktree as it is now,
 * in git's own words. A worktree's new files are part of it; they are found with a copy of its
 * index, so that nothing is written there while an agent works. For one thread.
 */
public final class FilesDiff {
  private static final int TRIES = 3;

  private final Git git;
  private final String from;
  private final @Nullable String to;
  private final @Nullable Worktree slot;
  private final List<String> paths;

  private FilesDiff(Git git, String from, @Nullable String to, @Nullable Worktree slot) {
    this.git = git;
    this.from = from;
    this.to = to;
    this.slot = slot;
    this.paths = List.of();
  }

  private FilesDiff(FilesDiff all, List<String> paths) {
    this.git = all.git;
    this.from = all.from;
    this.to = all.to;
    this.slot = all.slot;
    this.paths = List.copyOf(paths);
  }

  /** Returns the difference between two commits. */
  public static FilesDiff between(Repository repository, String from, String to) {
    return new FilesDiff(repository.git(), from, to, null);
  }

  /** Returns the difference on {@code only}, or on all files if there are none. */
  public FilesDiff on(List<String> only) {
    return new FilesDiff(this, only);
  }

  /** Returns the difference between {@code from} and the files in {@code slot}. */
  public static FilesDiff inWorktree(Worktree slot, String from) {
    return new FilesDiff(slot.git(), from, null, slot);
  }

  /**
   * One file that differs.
   *
   * @param path its path
   * @param status {@code A}, {@code M}, {@code D} or another letter of git's
   * @param added the number of lines added, or -1 if it is binary
   * @param removed the number of lines removed, or -1 if it is binary
   */
  public record Changed(String path, String status, int added, int removed) {}

  /**
   * Writes the difference to a new file.
   *
   * @param form what git shows, such as {@code --stat}
   * @throws IOException if git cannot
   */
  public void write(Path file, List<String> form) throws IOException, InterruptedException {
    try (OutputStream out = Files.newOutputStream(file)) {
      run(form, out);
    }
  }

  /** Returns the files that differ, by path; all of it is what git saw at one time. */
  public List<Changed> files() throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(List.of("--raw", "--numstat", "-z", "--no-renames", "--no-color"), out);
    return changed(Splitter.on('\0').splitToList(out.toString(StandardCharsets.UTF_8)));
  }

  /** Reads records of {@code --raw}, each with its path behind it, and then those of numbers. */
  private static List<Changed> changed(List<String> records) {
    Map<String, String> statuses = new HashMap<>(); // by path
    List<Changed> files = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      String each = records.get(i);
      String[] size = each.split("\t", 3);
      if (each.startsWith(":") && i + 1 < records.size()) {
        i++;
        statuses.put(records.get(i), each.substring(each.lastIndexOf(' ') + 1));
      } else if (size.length == 3) {
        String status = statuses.getOrDefault(size[2], "M");
        files.add(new Changed(size[2], status, lines(size[0]), lines(size[1])));
      }
    }
    return files;
  }

  private static int lines(String number) {
    return number.equals("-") ? -1 : Integer.parseInt(number);
  }

  private void run(List<String> form, OutputStream out) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("diff", "--no-ext-diff", "--no-textconv"));
    words.addAll(form);
    words.add(from);
    Worktree worktree = slot;
    if (worktree == null) {
      words.addAll(to == null ? List.of("--") : List.of(to, "--"));
      paths.forEach(each -> words.add(":(top,literal)" + each));
      require(git, words, out);
      return;
    }
    words.addAll(List.of("--", ":(top)", ":(exclude,top,literal)" + Worktree.FOLDER));
    SuppliedFiles.in(worktree).forEach(each -> words.add(":(exclude,top,literal)" + each));
    Path directory = Files.createTempDirectory("roundhouse-");
    try {
      require(withIndex(worktree, directory.resolve("index")), words, out);
    } finally {
      Directories.deleteTree(directory);
    }
  }

  private static void require(Git git, List<String> words, OutputStream out)
      throws IOException, InterruptedException {
    GitOutput answer = git.into(out, words.toArray(String[]::new));
    if (!answer.ok()) {
      throw new GitException(words, answer.exit(), answer.err());
    }
  }

  /** Returns a git with a copy of the index that has the new files, by name only. */
  private Git withIndex(Worktree worktree, Path copy) throws IOException, InterruptedException {
    copy(worktree.gitDir().resolve("index"), copy);
    Git apart = git.with("GIT_INDEX_FILE", copy.toString());
    if (!apart.ask("ls-files", "-u", "-z").ok() || !Files.exists(copy)) {
      Files.deleteIfExists(copy);
      apart.run("read-tree", from);
    }
    unhide(worktree, apart);
    apart.ask("-c", "advice.addEmbeddedRepo=false", "add", "-N", "--ignore-errors", "--", ":(top)");
    return apart;
  }

  /** Clears the flags that hide changed files from git. */
  private static void unhide(Worktree worktree, Git apart)
      throws IOException, InterruptedException {
    StringBuilder hidden = new StringBuilder();
    for (String each : apart.run("ls-files", "-v", "-z").records()) {
      boolean flagged =
          each.length() > 2 && (Character.isLowerCase(each.charAt(0)) || each.charAt(0) == 'S');
      if (flagged && Files.exists(worktree.path().resolve(each.substring(2)), NOFOLLOW_LINKS)) {
        hidden.append(each.substring(2)).append('\0');
      }
    }
    if (!hidden.isEmpty()) {
      for (String flag : List.of("--no-assume-unchanged", "--no-skip-worktree")) {
        apart.feed(hidden.toString(), "update-index", "-z", flag, "--stdin");
      }
    }
  }

  /** Copies a file that git may replace at this moment; if there is none, does nothing. */
  private static void copy(Path index, Path copy) throws IOException {
    for (int i = 1; ; i++) {
      try {
        Files.copy(index, copy, COPY_ATTRIBUTES); // its age tells git what to trust
        return;
      } catch (NoSuchFileException replaced) {
        if (i == TRIES) {
          return;
        }
      }
    }
  }
}
