package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file is put together from entries of every shape YAML has, so that what a rewrite must give is
 * known beforehand: the same entries, one of them changed.
 */
class IssueFileRewriteTest {
  private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final int FILES = 2_000;

  /** Entries a rewrite must not touch; several hold what only looks like a status. */
  private static final List<String> OTHERS =
      List.of(
          "id: A-1\n",
          "title: 'It''s: # no comment' # one\n",
          "\"quoted \\\" key\": x\n",
          "notes: |\n  status: open\n\n  # text\n  ---\n",
          "folded: >-\n  status: open\n  more\n",
          "kept: |+\n  text\n\n",
          "plain: several\n  words\n  status:open\n",
          "double: \"first\n  status: open\n  last\"\n",
          "across: {a: 1,\n  status: open,\n  b: [x,\n   y]}\n",
          "list:\n- status: open\n- b # why\n",
          "indented:\n  - a\n\n  - b\n",
          "nested:\n  status: open\n  completed_at: never\n",
          "anchored: &x {status: open}\nalias: *x\n",
          "tagged: !!str 17\n",
          "# status: open\n",
          "\n",
          "   \n",
          "statuses: open\n",
          "status-note: open\n",
          "empty:\n",
          "umlauts: äöü 日本 🚂\n",
          "tab: a\tb\t# c\n",
          "? complex\n: value\n");

  /** Forms of a status, and the same marked done. */
  private static final List<List<String>> STATUSES =
      List.of(
          List.of("status: open\n", "status: done\n"),
          List.of("status:   open  # why\n", "status:   done  # why\n"),
          List.of("status : open\n", "status : done\n"),
          List.of("'status': 'in progress'\n", "'status': 'done'\n"),
          List.of("\"status\": \"op\\\"en\" # c\n", "\"status\": \"done\" # c\n"),
          List.of("status:\n", "status: done\n"),
          List.of("status: # nothing yet\n", "status: done # nothing yet\n"),
          List.of("status: ~\n", "status: done\n"),
          List.of("status: in\n  progress\n", "status: done\n"),
          List.of("status:\n  open\n", "status: done\n"),
          List.of("status: # c\n\n  open # d\n", "status: done # c # d\n"),
          List.of("status: >-\n  in\n\n  progress\n", "status: done\n"),
          List.of("status: |\n  open\n  # text\n", "status: done\n"),
          List.of("status: \"in\n  progress\" # c\n", "status: \"done\" # c\n"),
          List.of("status: !!str open\n", "status: done\n"),
          List.of("status: &s open\n", "status: done\n"),
          List.of("status: [open]\n", "status: done\n"),
          List.of("status:\n- open\n- wip # c\n", "status: done # c\n"),
          List.of("? status\n: open\n", "? status\n: done\n"),
          List.of("", "status: done\n"));

  private static final List<String> BODIES =
      List.of("", "text", "# T\n\n---\nstatus: open\n---\n", "\n\n", "```\n---\n```", "ä\u0000\n");

  @Test
  void everyOtherByteStaysInFilesOfEveryShape() {
    Random random = new Random(6);
    for (int i = 0; i < FILES; i++) {
      List<String> status = any(STATUSES, random);
      String last = status.get(0).isEmpty() ? status.get(1) : "";
      List<String> before = new ArrayList<>();
      List<String> after = new ArrayList<>();
      for (String other : others(random)) {
        before.add(other);
        after.add(other);
      }
      int at = random.nextInt(before.size() + 1);
      before.add(at, status.get(0));
      after.add(at, last.isEmpty() ? status.get(1) : "");
      after.add(last);
      boolean hasKeys =
          before.stream().anyMatch(each -> each.contains(":") && !each.startsWith("#"));
      check(frame(random, hasKeys), String.join("", before), String.join("", after));
    }
  }

  private static List<String> others(Random random) {
    List<String> shuffled = new ArrayList<>(OTHERS);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, random.nextInt(6));
  }

  private record Frame(String mark, String lineEnd, String indent, String close, String body) {
    byte[] around(String entries) {
      String inner = entries.replaceAll("(?m)^(?=.*\\S)", indent);
      String text = "---\n" + inner + close + (body.isEmpty() ? "" : "\n" + body);
      return (mark + text.replace("\n", lineEnd)).getBytes(StandardCharsets.UTF_8);
    }
  }

  private static Frame frame(Random random, boolean mayIndent) {
    return new Frame(
        random.nextInt(4) == 0 ? "\uFEFF" : "",
        any(List.of("\n", "\n", "\r\n"), random),
        any(mayIndent ? List.of("", "", "  ") : List.of(""), random),
        any(List.of("---", "---", "...", "---  "), random),
        any(BODIES, random));
  }

  private static void check(Frame frame, String before, String after) {
    byte[] content = frame.around(before);
    byte[] expected = frame.around(after);
    byte[] done = IssueFile.of(content).withStatus(IssueStatus.DONE, null);
    assertThat(text(done)).as("%s\n--- of ---\n%s", frame, before).isEqualTo(text(expected));
    byte[] again = IssueFile.of(done).withStatus(IssueStatus.DONE, WHEN);
    assertThat(text(IssueFile.of(again).withStatus(IssueStatus.DONE, WHEN))).isEqualTo(text(again));
    assertThat(IssueFile.sameButStatus(content, again)).as("%s", before).isTrue();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static <T> T any(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  static List<List<String>> flows() {
    return List.of(
        List.of("{id: A, status: open}\n", "{id: A, status: done}\n"),
        List.of("{id: A, 'status': \"open\", b: {status: x}}\n", ""),
        List.of("{id: A}\n", "{status: done, id: A}\n"),
        List.of("{}\n", "{status: done}\n"),
        List.of("id: A\rstatus: open\r", "id: A\rstatus: done\r"));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void otherStylesOfYaml(List<String> pair) {
    String after =
        pair.get(1).isEmpty() ? pair.get(0).replace("\"open\"", "\"done\"") : pair.get(1);
    byte[] content = ("---\n" + pair.get(0) + "\n---\nx").getBytes(StandardCharsets.UTF_8);
    assertThat(text(IssueFile.of(content).withStatus(IssueStatus.DONE, null)))
        .isEqualTo("---\n" + after + "\n---\nx");
  }

  @ParameterizedTest
  @MethodSource("untouchables")
  void whatCannotBeChangedAloneIsLeftAsItIs(String front) {
    byte[] content = ("---\n" + front + "---\nx").getBytes(StandardCharsets.UTF_8);
    assertThat(text(IssueFile.of(content).withStatus(IssueStatus.DONE, WHEN)))
        .isEqualTo(text(content));
  }

  static List<String> untouchables() {
    return List.of(
        "status: &s open\nother: *s\n", // another key hangs on it
        "status: open\nstatus: open\n", // twice
        "status: 'open\n", // no YAML
        "- status: open\n", // no mapping
        "title: a: b\n");
  }
}
