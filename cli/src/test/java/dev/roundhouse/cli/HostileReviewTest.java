package dev.roundhouse.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a terminal would obey reaches no terminal, whoever wrote it: at a real one, in colour. */
@Tag("slow")
class HostileReviewTest extends CommandFixture {
  /** Clears, renames, writes the clipboard, hides, turns around, and does so in one byte. */
  private static final String EVIL =
      "\u001b[2J\u001b]0;owned\u0007\u001b]52;c;aGk=\u0007\u001b[8m\u202e\u2066\u009b31m\b\u000b";

  private static final Pattern OWN_COLOUR = Pattern.compile("\u001b\\[(?:0|1|2|3[1-6]|)m");
  private static final Pattern CONTROL =
      Pattern.compile("[\\x00-\\x08\\x0b-\\x0c\\x0e-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]");

  private TerminalSession review(String editor) throws Exception {
    Map<String, String> more = Map.of("PAGER", "cat", "EDITOR", editor, "VISUAL", editor);
    return TerminalSession.type(shell, more, temporary.resolve("screen"), "review");
  }

  @Test
  void nothingThatATerminalObeysReachesIt() throws Exception {
    git.write("roundhouse.yaml", "review: required\nattempts: 1\nworkers: 1\n");
    git.write("evil", EVIL + "\rhidden\n");
    git.write("issues/A-1.md", "# Work " + EVIL + "\n\ntext " + EVIL + "\rover\n");
    git.issue("A-2").commitAll("backlog");
    run(
        """
        case $ROUNDHOUSE_ISSUE_ID in
        A-2) cat evil; printf 'a\\rb\\033[2J'; exit 3 ;;
        *) cat evil evil >"$(printf 'n\\033[31m\\r m')"; rm evil ;;
        esac
        """);
    String editor =
        git.script("editor", "printf 'see \\033[2J\\033]0;x\\007\\r this\\n' >>\"$1\"\n");

    try (TerminalSession person = review(editor)) {
      for (String issue : List.of("A-1", "A-2")) {
        person.awaitQuestion(issue);
        for (String key : List.of("d", "t", "?")) {
          person.press(key);
          person.awaitQuestion(issue);
        }
        person.press("s");
        person.awaitShown(" is sent back");
      }
      assertThat(person.code()).isZero();
      String bytes = person.shown();
      assertThat(bytes).contains("hidden", "\u001b[32m+");
      assertThat(controls(bytes)).isEmpty();
      assertThat(controls(new String(bytes.getBytes(ISO_8859_1), UTF_8))).isEmpty();
    }
    String shown = shell.typeOnScreen(100, "show", "A-1").out();
    assertThat(shown).contains(" this");
    assertThat(controls(shown)).isEmpty();
    assertThat(shell.typeOnScreen(100, "review", "A-1").err()).doesNotContain("\u001b");
  }

  /** Returns what is obeyed in {@code text}, apart from colours and the ends of lines. */
  private static List<String> controls(String text) {
    boolean isBytes = text.chars().allMatch(each -> each < 256);
    String rest = OWN_COLOUR.matcher(text.replace("\r\n", "\n")).replaceAll("");
    return CONTROL
        .matcher(rest)
        .results()
        .filter(each -> !isBytes || each.group().charAt(0) < '\u0080') // part of a letter in UTF-8
        .map(
            each ->
                Integer.toHexString(each.group().charAt(0)) + " at " + around(rest, each.start()))
        .toList();
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 20));
  }

  @Test
  void removedAndAddedLinesAreSeenAsSuchWhateverTheyBeginWith() throws Exception {
    git.write("roundhouse.yaml", "review: required\n").write("list", "-- old\nkept\n");
    git.issue("A-1").commitAll("backlog");
    run("printf 'kept\\n++ new\\n' >list\n");

    try (TerminalSession person = review("true")) {
      person.awaitQuestion("A-1");
      assertThat(person.shown()).as("there is no earlier look").doesNotContain("[c]hanged");
      person.press("d");
      person.awaitShown("\u001b[1m--- a/list\u001b[0m");
      person.awaitShown("\u001b[1m+++ b/list\u001b[0m");
      person.awaitShown("\u001b[31m--- old\u001b[0m");
      person.awaitShown("\u001b[32m+++ new\u001b[0m");
      person.awaitQuestion("A-1");
      person.press("q");
      assertThat(person.code()).isZero();
    }
    try (TerminalSession person = review("true")) {
      person.awaitShown("[c]hanged");
    }
  }
}
