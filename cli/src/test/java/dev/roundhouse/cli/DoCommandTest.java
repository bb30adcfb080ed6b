package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.core.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person types what is to be done, in a repository that nobody prepared. */
class DoCommandTest extends DoFixture {
  @BeforeEach
  void installAgent() throws Exception {
    agent(FIXING);
  }

  @Test
  void worksWithoutBacklogOrConfigurationAndLandsNothingUnread() throws Exception {
    Shell.Answer answer = doing("Fix", "the", "empty-input crash");

    assertThat(answer.code()).as(answer.err()).isEqualTo(1);
    assertThat(answer.out())
        .startsWith(
            "DO-1: Fix the empty-input crash\n"
                + "  agent: claude (found on PATH)\n"
                + "  gate: make test (from Makefile)\n")
        .contains("DO-1 is done, and its gate is green; it waits for you\n", " fix.txt | 1 +")
        .contains("Nothing has landed. Next:", "roundhouse do --resume DO-1 --land");
    assertThat(home("prompt")).contains("# DO-1: Fix the empty-input crash");
    assertThat(git.git("log", "--format=%s")).isEqualTo("a project\nbegin");
    assertThat(git.git("status", "--porcelain", "--ignored")).isEmpty();
    assertThat(shell.status("DO-1")).isEqualTo("awaiting-approval");
  }

  @Test
  void whatItPrintsNextLandsItWithoutAnotherAttemptOrGate() throws Exception {
    doing("Fix it");
    long before = tried();

    Shell.Answer answer = doing("--resume", "DO-1", "--land");

    assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
    String commit = git.git("rev-parse", "--short=7", "main");
    assertThat(answer.out()).contains("DO-1 landed " + commit + "; main has it\n");
    assertThat(git.read("fix.txt")).isEqualTo("fixed\n");
    assertThat(tried()).isEqualTo(before);
  }

  @Test
  void commentsSendItBackToItsAgentWhichGoesOnFromItsWork() throws Exception {
    doing("Fix it");

    Shell.Answer answer = doing("--resume", "--say", "fix it twice");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).contains("DO-1 is done, and its gate is green", " fix.txt | 2 ++");
    assertThat(home("prompt")).contains("fix it twice");
    assertThat(git.root().resolve("fix.txt")).doesNotExist();
  }

  @Test
  void otherCommandsSayHowToGoOnWithItWhereNoRunWould() throws Exception {
    doing("Fix it");

    assertThat(type("review", "DO-1").out()).contains("# 'roundhouse do --resume DO-1' lands it");
    assertThat(type("retry", "DO-1").out())
        .isEqualTo("DO-1 is open again; 'roundhouse do --resume DO-1' works on it\n");
    assertThat(doing("--resume").out()).contains("DO-1 is done");
    assertThat(type("approve", "DO-1").out())
        .isEqualTo("DO-1 is approved; 'roundhouse do --resume DO-1' lands it\n");
    assertThat(doing("--resume", "DO-1").code()).isZero();
    assertThat(git.read("fix.txt")).isEqualTo("fixed\n");
  }

  @Test
  void landsAtOnceWhereAPersonSaysSoAndTheGateIsGreen() throws Exception {
    Shell.Answer answer = doing("Fix it", "--land", "--json");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.json().path("issue").asString()).isEqualTo("DO-1");
    assertThat(answer.json().path("status").asString()).isEqualTo("landed");
    assertThat(answer.json().path("commit").asString()).isEqualTo(git.git("rev-parse", "main"));
    assertThat(answer.err()).contains("agent: claude (found on PATH)");
  }

  @Test
  void aRedGateIsShownAndItsCommandSendsItBack() throws Exception {
    agent("grep -q 'reviewer says' && echo fixed >fix.txt || echo broken >fix.txt\n");

    Shell.Answer red = doing("Fix it", "--land");
    Shell.Answer green = doing("--resume", "DO-1", "--say", "now really");

    assertThat(red.code()).isEqualTo(1);
    assertThat(red.out())
        .contains("DO-1 rejected: ", "  | broken", "roundhouse log DO-1 --gate")
        .contains("roundhouse do --resume DO-1 --say \"…\"");
    assertThat(green.out()).contains("DO-1 is done, and its gate is green");
    assertThat(git.root().resolve("fix.txt")).doesNotExist();
  }

  @Test
  void whereTheProjectsOwnTestsFailNoAgentStartsAndTheWayOnIsNamed() throws Exception {
    git.write("fix.txt", "broken\n").commitAll("broken tests");

    Shell.Answer answer = doing("Mend the tests");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out())
        .contains("DO-1 has not begun: main itself does not pass the gate", "  | broken\n")
        .contains("roundhouse do --resume DO-1   # once the reason above is gone\n")
        .contains("roundhouse do --resume DO-1 --no-gate   # if DO-1 is to mend that");
    assertThat(git.home().resolve("prompt")).doesNotExist();
  }

  @Test
  void anAgentThatFailsIsQuoted() throws Exception {
    agent("echo 'no such model: x' >&2; exit 3\n");

    Shell.Answer answer = doing("Fix it");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).contains("DO-1 failed: ", "no such model: x", "roundhouse log DO-1");
  }

  @Test
  void withoutAnAgentNothingIsSubmitted() throws Exception {
    Files.delete(temporary.resolve("bin/claude"));

    Shell.Answer answer = doing("Fix it");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("no agent was found on PATH", "claude, codex", "--agent CMD");
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();
  }

  @Test
  void withoutAGateItSaysThatNothingTestsTheResult() {
    git.git("rm", "-q", "Makefile");
    git.commitAll("no tests");

    Shell.Answer asked = doing("Fix it", "--land");
    Shell.Answer answer = doing("Fix it");

    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).contains("--land needs a gate", "--no-gate");
    assertThat(answer.out())
        .contains("gate: none (none was found), so nothing tests the result: read the diff")
        .contains("DO-1 is done, untested", "do --resume DO-1 --land --no-gate");
    assertThat(doing("--resume", "DO-1", "--land", "--no-gate").code()).isZero();
  }

  @Test
  void itGoesOnWithTheOptionsItWasBegunWithUnlessOthersAreTyped() throws Exception {
    String other = git.script("other", "echo other >>fix.txt\n");

    Shell.Answer begun =
        doing("Fix it", "--agent", other, "--gate", "test ! -e broken", "--timeout", "5m");
    Shell.Answer again = doing("--resume", "DO-1", "--say", "more");
    Shell.Answer ungated = doing("--resume", "--say", "more", "--no-gate");

    assertThat(begun.out())
        .contains("agent: " + other + " (--agent)", "gate: test '!' -e broken (--gate)")
        .contains("roundhouse do --resume DO-1 --land\n");
    assertThat(again.out())
        .contains("agent: " + other + " (--agent, as it was begun)")
        .contains("gate: test '!' -e broken (--gate, as it was begun)", "fix.txt | 2 ++");
    assertThat(ungated.out())
        .contains("agent: " + other + " (--agent, as it was begun)", "gate: none (--no-gate)")
        .contains("roundhouse do --resume DO-1 --no-gate --land\n");
    assertThat(doing("--resume", "--land").code()).isZero();
    assertThat(git.read("fix.txt")).isEqualTo("other\n".repeat(3));
  }

  @Test
  void anAgentThatIsGoneIsAnsweredAndAnotherTakesItsPlace() throws Exception {
    String other = git.script("other", "exit 3\n");
    doing("Fix it", "--agent", other);
    Files.delete(Path.of(other));

    Shell.Answer gone = doing("--resume", "--say", "again");
    Shell.Answer answer = doing("--resume", "--agent", "claude", "--say", "again");

    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.err()).contains(other);
    assertThat(answer.out()).contains("agent: claude (--agent)", "DO-1 is done");
  }

  @Test
  void optionsThatCannotBeReadAreAnswered() throws Exception {
    try (Ledger ledger = Ledger.open(git.root().resolve(".git/roundhouse"), Instant::now)) {
      Submission strange =
          Submission.of(Issue.builder(new IssueId("DO-1")).title("x").locator("x").build())
              .typedWith(List.of("--agent", "claude", "@/etc/passwd", "--new"));
      ledger.commit(
          new Event.IssueEnrolled(
              new IssueId("DO-1"), ChangeId.fresh(), strange, null, Instant.now()));
    }

    Shell.Answer answer = doing("--resume");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("the options that DO-1 was begun with cannot be used", "'--new'", "--gate CMD")
        .doesNotContain("root:");
    assertThat(doing("--resume", "--agent", "claude", "--gate", "true").out())
        .contains("DO-1 is done");
  }

  @Test
  void theConfigurationIsUsedWhereThereIsOne() throws Exception {
    git.write("roundhouse.yaml", "gate: test ! -e broken\nattempts: 3\nonly: [NO-1]\n");
    git.commitAll("configuration");

    Shell.Answer answer = doing("Fix it");

    assertThat(answer.out())
        .contains("agent: claude (found on PATH)", "gate: test '!' -e broken (roundhouse.yaml)")
        .contains("DO-1 is done");
  }

  @Test
  void whatIsInTheBacklogDoesNotMatter() throws Exception {
    git.issue("A-1").write("issues/P1-BUG-2-x.md", "---\nid: [\n---\n# no\n");
    git.write("issues/DO-4.md", "# a task of that name\n").commitAll("backlog");

    Shell.Answer answer = doing("Fix it");

    assertThat(answer.code()).as(answer.err()).isEqualTo(1);
    assertThat(answer.out()).contains("DO-5 is done").doesNotContain("A-1", "BUG-2");
    assertThat(shell.status("A-1")).isEqualTo("open");
  }

  @Test
  void theFirstLineIsTheTitleAndEmptyTextIsRefused() throws Exception {
    doing("Fix it\n\nThe steps are long.");

    assertThat(type("show", "DO-1").out()).contains("Fix it", "The steps are long.");
    assertThat(home("prompt")).contains("# DO-1: Fix it\n", "The steps are long.");
    for (String empty : new String[] {"", " \n "}) {
      Shell.Answer answer = doing(empty);
      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err()).contains("there is nothing to do: the text is empty");
    }
    assertThat(doing("--resume", "DO-7").code()).isEqualTo(2);
    assertThat(doing("Fix it", "--say", "x").code()).isEqualTo(2);
  }

  @Test
  void anActiveRunIsNotDisturbed() throws Exception {
    git.issue("A-1").commitAll("backlog");
    String waiting = git.script("waiting", "touch \"$HOME/begun\"; exec sleep 600\n");
    Path log = temporary.resolve("log");
    Process run = shell.start(log, "run", "--agent", waiting);
    try {
      Patience.await().until(() -> Files.exists(git.home().resolve("begun")));

      Shell.Answer answer = doing("Fix it");

      assertThat(answer.code()).isEqualTo(3);
      assertThat(answer.err()).contains("another run is active", "roundhouse new --no-file");
      assertThat(shell.status("DO-1")).isEqualTo("absent");
    } finally {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly().waitFor();
    }
  }

  @Test
  @Tag("slow")
  void killedWhileTheAgentWorksItGoesOnAndLosesNothing() throws Exception {
    agent("touch \"$HOME/begun\"; echo begun >fix.txt; test -e \"$HOME/go\" || exec sleep 600\n");
    Process command = shell.startWith(path(), temporary.resolve("log"), "do", "Fix it");
    try {
      Patience.await().until(() -> Files.exists(git.home().resolve("begun")));
    } finally {
      command.destroyForcibly().waitFor();
    }
    assertThat(type("status").out()).contains("DO-1");
    Files.createFile(git.home().resolve("go"));

    Shell.Answer answer = doing("--resume", "--land");

    assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
    assertThat(git.read("fix.txt")).isEqualTo("begun\n");
    assertThat(type("rescue", "DO-1").out()).contains("DO-1, attempt 1", "DO-1, attempt 2");
  }
}
