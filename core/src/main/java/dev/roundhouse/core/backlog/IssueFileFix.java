package dev.roundhouse.core.backlog;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.Priority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fixes to one issue file that do not change its meaning: a status or a priority that is not in
 * the usual spelling. Immutable.
 */
public final class IssueFileFix {
  private static final Map<String, Function<String, Optional<String>>> SPELLINGS =
      Map.of(
          "status", word -> IssueStatus.parse(word).map(IssueStatus::word),
          "priority",
              word -> Priority.parse(word).map(Priority::toString).filter(p -> hasDigit(word)));

  private final Path file;
  private final String path;
  private final byte[] before;
  private final byte[] after;
  private final List<Change> changes;

  private IssueFileFix(Path file, String path, byte[] before, byte[] after, List<Change> changes) {
    this.file = file;
    this.path = path;
    this.before = before;
    this.after = after;
    this.changes = List.copyOf(changes);
  }

  /**
   * A replacement of some lines of a file by others.
   *
   * @param line the first line, counted from 1
   * @param removed the current lines
   * @param added the lines in their place
   */
  public record Change(int line, List<String> removed, List<String> added) {
    /** Copies the lists. */
    public Change {
      removed = List.copyOf(removed);
      added = List.copyOf(added);
    }
  }

  /** Returns the fixes to {@code file}, whose content is {@code content}. */
  static IssueFileFix of(Path file, String path, byte[] content) {
    byte[] repaired = content;
    List<Change> changes = new ArrayList<>();
    for (String key : List.of("priority", "status")) {
      byte[] next = respelled(repaired, key);
      if (!Arrays.equals(repaired, next)) {
        changes.add(change(repaired, next));
        repaired = next;
      }
    }
    return new IssueFileFix(file, path, content, repaired, changes);
  }

  /** Tells whether {@code word} is a number: a word such as high is the spelling of its backlog. */
  private static boolean hasDigit(String word) {
    return word.chars().anyMatch(each -> each >= '0' && each <= '9');
  }

  private static byte[] respelled(byte[] content, String key) {
    IssueFile file = IssueFile.of(content);
    Optional<String> written = file.value(key);
    return written
        .flatMap(SPELLINGS.getOrDefault(key, word -> Optional.empty()))
        .filter(usual -> !usual.equals(written.get()))
        .flatMap(usual -> file.with(key, usual))
        .map(IssueFile::bytes)
        .orElse(content);
  }

  private static Change change(byte[] old, byte[] fresh) {
    List<String> from = List.of(new String(old, StandardCharsets.UTF_8).split("\n", -1));
    List<String> to = List.of(new String(fresh, StandardCharsets.UTF_8).split("\n", -1));
    int same = 0;
    while (from.get(same).equals(to.get(same))) {
      same++;
    }
    int end = 0;
    int most = Math.min(from.size(), to.size()) - same;
    while (end < most && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
      end++;
    }
    return new Change(
        same + 1, from.subList(same, from.size() - end), to.subList(same, to.size() - end));
  }

  /** Returns the path of the file relative to the checkout, with {@code /}. */
  public String path() {
    return path;
  }

  /** Returns the changes line by line; empty if there are none. */
  public List<Change> changes() {
    return changes;
  }

  /**
   * Replaces the whole content of the file, keeping its permissions.
   *
   * @return true if it was replaced, false if the file has changed in the meantime
   * @throws IOException if the file cannot be replaced; the old content stands
   */
  public boolean apply() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || !Arrays.equals(Files.readAllBytes(file), before)) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    new AtomicFile(file).replace(after);
    Files.setPosixFilePermissions(file, permissions);
    return true;
  }
}
