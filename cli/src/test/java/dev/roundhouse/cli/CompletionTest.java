package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the program answers to the completion script of a shell. */
class CompletionTest extends CommandFixture {
  private Shell.Answer ask(String... words) {
    return shell.type(asking(words));
  }

  private static String[] asking(String... words) {
    return Stream.concat(Stream.of("__complete"), Stream.of(words)).toArray(String[]::new);
  }

  private List<String> answer(String... words) {
    Shell.Answer answer = ask(words);
    assertThat(answer.code()).isZero();
    assertThat(answer.err()).isEmpty();
    return answer.out().lines().toList();
  }

  @Test
  void commandsAreOfferedWithTheirSummaries() {
    assertThat(answer("ru"))
        .containsExactly("run\tWorks through the backlog and lands what passes");
    assertThat(answer(""))
        .hasSameSizeAs(CommandLines.line(Shell.NOWHERE).getSubcommands().keySet());
    assertThat(answer("man", "agen")).hasSize(1).first().asString().startsWith("agents\t");
    assertThat(answer("help", "agen")).hasSize(1).first().asString().startsWith("agents\t");
    assertThat(answer("agents", "c")).hasSize(1).first().asString().startsWith("check\t");
    assertThat(answer("-C", git.root().toString(), "stat")).hasSize(2);
    assertThat(answer("nonsense", "ru")).isEmpty();
  }

  @Test
  void flagsAreOfferedUntilTheyAreGiven() {
    assertThat(answer("run", "--dry")).hasSize(1).first().asString().startsWith("--dry-run\t");
    assertThat(answer("run", "--dry-run", "--dry")).isEmpty();
    assertThat(answer("run", "--dry-run", "--", "--dry")).isEmpty();
    assertThat(answer("run", "--gate", "x", "--gat"))
        .as("it may be given again")
        .anyMatch(each -> each.startsWith("--gate\t"));
  }

  @Test
  void valuesAreOfferedInEveryFormAFlagCanBeWritten() {
    assertThat(answer("run", "--style", "")).containsExactly("merge", "squash");
    assertThat(answer("run", "--style=s")).containsExactly("--style=squash");
    assertThat(answer("plan", "--format", "m")).containsExactly("mermaid");
    assertThat(answer("stats", "--by", "agent,")).containsExactly("agent,type", "agent,day");
    assertThat(answer("completion", "")).containsExactly("bash", "zsh", "fish");
    assertThat(answer("run", "--agent", "cla")).containsExactly("claude\tClaude Code");
    assertThat(answer("config", "landing.mo")).hasSize(1);
    assertThat(answer("-C", "")).containsExactly("\tdirectories");
    assertThat(answer("edit", "A-1", "--body", "")).containsExactly("\tfiles");
    assertThat(answer("run", "--workers", "")).isEmpty();
  }

  @Test
  void issuesBranchesAndLabelsAreThoseOfTheRepository() {
    git.issue("BUG-1", "labels: [slow, ui]").issue("FEAT-2").commitAll("issues");
    git.git("branch", "release/1");

    assertThat(answer("show", "B")).hasSize(1).first().asString().startsWith("BUG-1\t");
    assertThat(answer("swap", "BUG-1", "")).hasSize(1).first().asString().startsWith("FEAT-2\t");
    assertThat(answer("run", "--only", "BUG-1,")).hasSize(1);
    assertThat(answer("run", "--label", "")).containsExactly("slow", "ui");
    assertThat(answer("run", "--target", "rel")).containsExactly("release/1");
    assertThat(answer("approve", "B")).as("none waits for approval").isEmpty();
    assertThat(shell.type("hold", "BUG-1").code()).isZero();
    assertThat(answer("approve", "B")).hasSize(1);
    assertThat(answer("log", "B")).as("none has been tried").isEmpty();
  }

  @Test
  void whatCanBeResumedIsOffered() {
    git.issue("BUG-1").commitAll("issues");
    assertThat(shell.type("do", "Fix it", "--agent", git.script("a", "exit 1"), "--no-gate").code())
        .isEqualTo(1);

    assertThat(answer("do", "--resume", "")).containsExactly("DO-1\tFix it");
    assertThat(answer("do", "--resume=")).containsExactly("--resume=DO-1\tFix it");
    assertThat(answer("do", "--resume", "--sa")).hasSize(1);
    assertThat(answer("do", "--resume", "--agent", "cod")).hasSize(1);
    assertThat(answer("do", "B")).isEmpty();
    assertThat(shell.type("skip", "DO-1").code()).isZero();
    assertThat(answer("do", "--resume", "")).as("a skipped issue can go on").hasSize(1);
  }

  @Test
  void aTitleStaysOnOneLineAndCannotSteerATerminal() {
    git.write("issues/BUG-1.md", "# a\tb \u001b[31m \u202e c\n");

    assertThat(answer("show", "B")).containsExactly("BUG-1\ta b [31m ? c");
  }

  @Test
  void nothingIsWrittenAndWithoutARepositoryThereIsNothingToSay() throws IOException {
    git.issue("BUG-1").commitAll("issue");
    TreeSnapshot before = TreeSnapshot.of(git.root());
    assertThat(answer("show", "")).isNotEmpty();
    assertThat(answer("run", "--target", "")).isNotEmpty();
    assertThat(TreeSnapshot.of(git.root())).isEqualTo(before);

    Path outside = Files.createDirectory(temporary.resolve("outside"));
    for (String each : List.of("show", "rescue", "cancel")) {
      assertThat(shell.typeIn(outside, asking(each, "B"))).isEqualTo(new Shell.Answer(0, "", ""));
    }
    assertThat(shell.typeIn(temporary.resolve("absent"), asking("show", "B")))
        .isEqualTo(new Shell.Answer(0, "", ""));
  }

  @Test
  void whateverIsTypedAndConfiguredThereIsNoComplaint() {
    git.write("roundhouse.yaml", "no such key: [\n").issue("BUG-1");

    assertThat(answer("show", "B")).isEmpty();
    assertThat(answer("show", "\u0000", "--=", "-", "-C", "\u0000", "B")).isEmpty();
    assertThat(answer()).isNotEmpty();
    assertThat(answer("--", "--", "")).isNotNull();
  }
}
