package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one issue file, whose status can be set without touching anything else: every other
 * byte stays, whatever its encoding, line ends and comments. Immutable.
 */
public final class IssueFile {
  private static final String STATUS = "status";
  private static final String COMPLETED = "completed_at";
  private static final Pattern VALUE =
      Pattern.compile(
          "(?<key>[^:]*:)(?<gap>[ \t]*)(?<value>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^']|'')*'|.*?)"
              + "(?<rest>(?:[ \t]*(?<=[ \t])#[^\n]*|[ \t]*)\r?\n?)",
          Pattern.DOTALL);

  private final HeadText head;

  private IssueFile(HeadText head) {
    this.head = head;
  }

  /** The file of that content. */
  public static IssueFile of(byte[] content) {
    return new IssueFile(HeadText.of(content));
  }

  /** The text behind the front matter. */
  public String body() {
    return new String(head.rest().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /**
   * The content with another status. The keys {@code status} and, if {@code completedAt} is given,
   * {@code completed_at} are changed where they stand, else added at the end of the front matter,
   * which is made if there is none.
   */
  public byte[] withStatus(IssueStatus status, @Nullable Instant completedAt) {
    if (isFlowStyle()) {
      return head.bytes();
    }
    List<String> lines = new ArrayList<>(head.lines());
    set(lines, STATUS, status.word());
    if (completedAt != null) {
      set(lines, COMPLETED, completedAt.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    if (head.hasFrontMatter()) {
      return head.withLines(lines).bytes();
    }
    String fence = "---" + head.lineEnd();
    return new HeadText(head.mark(), fence, lines, fence, head.rest()).bytes();
  }

  private boolean isFlowStyle() {
    return head.lines().stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .findFirst()
        .filter(line -> line.startsWith("{"))
        .isPresent();
  }

  private void set(List<String> lines, String key, String value) {
    for (int i = 0; i < lines.size(); i++) {
      if (isKey(lines.get(i), key)) {
        int end = endOf(lines, i);
        lines.set(i, replaced(lines.get(i), value));
        lines.subList(i + 1, end).clear();
        return;
      }
    }
    lines.add(key + ": " + value + head.lineEnd());
  }

  /** Whether {@code line} begins the value of the top-level key {@code key}. */
  private static boolean isKey(String line, String key) {
    for (String form : List.of(key, '"' + key + '"', "'" + key + "'")) {
      if (line.startsWith(form)) {
        String rest = line.substring(form.length()).stripLeading();
        return rest.startsWith(":")
            && (rest.length() == 1 || " \t\r\n".indexOf(rest.charAt(1)) >= 0);
      }
    }
    return false;
  }

  /**
   * The line behind the value that begins at {@code start}: values go on while lines are indented.
   */
  private static int endOf(List<String> lines, int start) {
    int end = start + 1;
    while (end < lines.size()
        && lines.get(end).startsWith(" ")
        && !lines.get(end).isBlank()
        && !lines.get(end).strip().startsWith("#")) {
      end++;
    }
    return end;
  }

  private String replaced(String line, String value) {
    Matcher matcher = VALUE.matcher(line);
    if (!matcher.matches()) {
      return line.substring(0, line.indexOf(':') + 1) + " " + value + head.lineEnd();
    }
    String old = matcher.group("value");
    String quote = old.startsWith("\"") || old.startsWith("'") ? old.substring(0, 1) : "";
    String gap = matcher.group("gap").isEmpty() ? " " : matcher.group("gap");
    String rest = matcher.group("rest");
    String apart = rest.startsWith("#") ? " " : "";
    return matcher.group("key") + gap + quote + value + quote + apart + rest;
  }

  /** Whether two versions of a file differ in nothing but status and time of completion. */
  public static boolean sameButStatus(byte[] one, byte[] other) {
    return Arrays.equals(of(one).withoutStatus(), of(other).withoutStatus());
  }

  private byte[] withoutStatus() {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < head.lines().size(); ) {
      int end = i + 1;
      String line = head.lines().get(i);
      if (isKey(line, STATUS) || isKey(line, COMPLETED)) {
        end = endOf(head.lines(), i);
      } else {
        kept.add(line);
      }
      i = end;
    }
    return kept.isEmpty()
        ? new HeadText(head.mark(), "", List.of(), "", head.rest()).bytes()
        : head.withLines(kept).bytes();
  }
}
