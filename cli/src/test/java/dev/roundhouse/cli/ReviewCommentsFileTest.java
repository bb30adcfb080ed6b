package dev.roundhouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file in which a person comments on work: one process has it, and nothing typed is lost. */
@Tag("slow")
class ReviewCommentsFileTest extends CommandFixture {
  /** Types a comment; then waits if it has to, or saves what is prepared for it. */
  private static final String EDITOR =
      """
      [ -e "$HOME/saved" ] && cp "$HOME/saved" "$1" && exit 0
      awk '{ print } /^> \\+x/ { print "say why" }' "$1" >"$1.new"
      mv "$1.new" "$1"
      : >"$HOME/edited"
      if [ -e "$HOME/wait" ]; then cat "$HOME/wait" >/dev/null; fi
      """;

  private String editor = "";
  private Path file = Path.of("");

  @BeforeEach
  void finishOne() {
    editor = git.script("editor", EDITOR);
    git.write("roundhouse.yaml", "review: required\n").issue("A-1").commitAll("backlog");
    run(EDIT);
    file = git.root().resolve(".git/roundhouse/review/a-1.txt");
  }

  private TerminalSession review(String name) throws IOException {
    Map<String, String> more =
        Map.of("PAGER", "cat", "NO_COLOR", "1", "EDITOR", editor, "VISUAL", editor);
    return TerminalSession.type(shell, more, temporary.resolve(name), "review");
  }

  @Test
  void oneAtATimeCommentsOnAnIssueAndTheNextHasWhatAKilledOneTyped() throws Exception {
    Path wait = git.home().resolve("wait");
    new ProcessBuilder("mkfifo", wait.toString()).start().waitFor();
    try (TerminalSession first = review("first");
        TerminalSession second = review("second")) {
      first.awaitQuestion("A-1");
      first.press("s");
      Patience.await().until(() -> Files.exists(git.home().resolve("edited")));
      String typed = Files.readString(file);

      second.awaitQuestion("A-1");
      second.press("s");
      second.awaitShown("a person is typing comments on A-1 at another terminal (process ");
      second.awaitShown("press s again here");
      second.awaitQuestion("A-1");
      assertThat(file).hasContent(typed);
      assertThat(shell.status("A-1")).isEqualTo("awaiting-approval");

      first.close();
      LockFile lock = new LockFile(file.resolveSibling("a-1.lock"));
      Patience.await().until(() -> isFree(lock)); // the system may take a while to end it
      Files.delete(wait);
      second.press("s");
      second.awaitShown("your earlier comments were not sent; they are in the file");
      second.awaitShown("A-1 is sent back");
      assertThat(second.code()).isZero();
    }
    assertThat(shell.type("show", "A-1").out()).contains("A-1.txt:1: say why");
    assertThat(file).doesNotExist();
  }

  private static boolean isFree(LockFile lock) throws IOException {
    Optional<LockFile.Held> held = lock.tryAcquire();
    if (held.isPresent()) {
      held.get().close();
    }
    return held.isPresent();
  }

  @ParameterizedTest
  @CsvSource({"ISO-8859-1, café", "UTF-16, café", "UTF-16LE, plain letters"})
  void aFileInAnotherEncodingIsNamedAndNothingIsLost(String encoding, String comment)
      throws Exception {
    try (TerminalSession person = review("screen")) {
      person.awaitQuestion("A-1");
      saveIn(Charset.forName(encoding), "", comment + "\n");
      person.press("s");
      person.awaitShown("nothing was sent; ");
      person.awaitShown("review/a-1.txt is not in UTF-8: save it as UTF-8");
      person.awaitQuestion("A-1");
      assertThat(file).hasBinaryContent(Files.readAllBytes(git.home().resolve("saved")));

      saveIn(UTF_8, "", "café\n");
      person.press("s");
      person.awaitShown("your earlier comments were not sent; ");
      person.awaitShown("A-1 is sent back");
      assertThat(person.code()).isZero();
    }
    assertThat(shell.type("show", "A-1").out())
        .contains("café")
        .doesNotContain("attempt 1, commit");
  }

  @Test
  void aFileThatTheEditorRemovedHasNoComments() throws Exception {
    editor = git.script("removing", "rm \"$1\"\n");
    try (TerminalSession person = review("screen")) {
      person.awaitQuestion("A-1");
      person.press("s");
      person.awaitShown("you typed nothing, so nothing was sent back");
      person.awaitQuestion("A-1");
    }
  }

  @Test
  void aByteOrderMarkIsNoComment() throws Exception {
    saveIn(UTF_8, "\ufeff", "");
    try (TerminalSession person = review("screen")) {
      person.awaitQuestion("A-1");
      person.press("s");
      person.awaitShown("you typed nothing, so nothing was sent back");
      person.awaitQuestion("A-1");
    }
  }

  /** Prepares what the editor saves: {@code comment} below the first line that is given. */
  private void saveIn(Charset charset, String mark, String comment) throws Exception {
    String commit =
        shell.type("review", "--json").json().path("needsYou").path(0).path("to").asString();
    String title = "> A-1, attempt 1, commit " + commit.substring(0, 12) + "\n";
    Files.write(git.home().resolve("saved"), (mark + title + comment).getBytes(charset));
  }
}
