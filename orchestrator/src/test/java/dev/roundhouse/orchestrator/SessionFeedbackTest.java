package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.StepUsage;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Work that was sent back is answered in the session it was done in: with programs that print what
 * the real ones were seen to print.
 */
class SessionFeedbackTest {
  private static final IssueId ISSUE = new IssueId("A-1");
  private static final String SESSION = "11111111-2222-3333-4444-555555555555";

  private static final String START =
      """
      echo "$*" >>"$HOME/calls"
      cat >"$HOME/prompt-$ROUNDHOUSE_ATTEMPT"
      resumed=$(echo "$*" | grep -o "re[s]ume $SESSION" || true)
      if [ -n "$resumed" ] && [ -e "$HOME/gone" ]; then
        cat "$HOME/gone"; exit 1
      fi
      echo "attempt $ROUNDHOUSE_ATTEMPT" >>list.txt
      """;

  private static final String CLAUDE =
      "SESSION="
          + SESSION
          + "\n"
          + START
          + """
      echo '{"type":"system","subtype":"init","session_id":"'$SESSION'"}'
      echo '{"type":"result","subtype":"success","is_error":false,"session_id":"'$SESSION'",\
      "result":"done","total_cost_usd":0.01,"usage":{"input_tokens":10,"output_tokens":5}}'
      """;

  /** Counts the tokens of the whole session, as Codex does. */
  private static final String CODEX =
      "SESSION="
          + SESSION
          + "\n"
          + START
          + """
      echo '{"type":"thread.started","thread_id":"'$SESSION'"}'
      echo '{"type":"item.completed","item":{"id":"1","type":"agent_message","text":"done"}}'
      echo '{"type":"turn.completed","usage":{"input_tokens":'$((ROUNDHOUSE_ATTEMPT * 100))',\
      "cached_input_tokens":0,"output_tokens":'$((ROUNDHOUSE_ATTEMPT * 10))'}}'
      """;

  @TempDir Path temporary;
  private GitFixture git;
  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
    git.write("list.txt", "begun\n");
    git.issue("A-1").commitAll("backlog");
  }

  private void run(String name, String program) throws Exception {
    Path script = Path.of(git.script(name, program));
    RunOptions.Builder options = RunOptions.builder();
    options.agent(new Command(List.of(script.toString())));
    options.form(DeliveryOptions.DEFAULT.reviewed(DeliveryOptions.Review.REQUIRED));
    git.orchestrator().options(options.build()).listener(events::add).build().run();
  }

  private void sendBack(String comments) throws Exception {
    git.orchestrator().build().planEditor().sendBack(List.of(ISSUE), comments);
  }

  private List<String> notes() {
    return events.stream()
        .filter(RunEvent.Noticed.class::isInstance)
        .map(each -> ((RunEvent.Noticed) each).message())
        .toList();
  }

  private String home(String name) throws IOException {
    return Files.readString(git.home().resolve(name));
  }

  private List<StepUsage> steps() throws IOException {
    IssueRecord record =
        Ledger.read(git.root().resolve(".git/roundhouse")).issue(ISSUE).orElseThrow();
    return record.history().stream().map(AttemptSummary::steps).flatMap(List::stream).toList();
  }

  @Test
  void theCommentsAloneGoToTheSessionThatDidTheWork() throws Exception {
    run("claude", CLAUDE);
    sendBack("rename it");

    run("claude", CLAUDE);

    assertThat(home("calls").lines().toList())
        .satisfiesExactly(
            first -> assertThat(first).doesNotContain("resume"),
            second -> assertThat(second).endsWith("--resume " + SESSION));
    assertThat(home("prompt-2"))
        .contains("Work only in the current directory", "rename it")
        .doesNotContain("Work on A-1");
    assertThat(notes())
        .contains("A-1 goes on from its kept work, in its agent's session " + SESSION);
    assertThat(git.show("refs/roundhouse/work/a-1/2/dirty", "list.txt"))
        .isEqualTo("begun\nattempt 1\nattempt 2");
  }

  @Test
  void whereTheSessionIsGoneANewOneGetsTheIssueAndTheComments() throws Exception {
    run("claude", CLAUDE);
    Files.writeString(
        git.home().resolve("gone"),
        Files.readString(Path.of("src/test/resources/streams/claude-no-session.jsonl")));
    sendBack("rename it");

    run("claude", CLAUDE);

    assertThat(home("prompt-2")).contains("rename it", "Work on A-1", "holds that work already");
    assertThat(notes())
        .contains(
            "A-1 goes on from its kept work, in a new session of its agent, because the earlier"
                + " one is gone");
    assertThat(git.show("refs/roundhouse/work/a-1/2/dirty", "list.txt"))
        .isEqualTo("begun\nattempt 1\nattempt 2");
  }

  @Test
  void whatASessionHadUsedBeforeIsNotCountedAgain() throws Exception {
    run("codex", CODEX);
    sendBack("rename it");

    run("codex", CODEX);

    assertThat(home("calls")).contains("resume " + SESSION + " -");
    assertThat(steps()).extracting(each -> each.usage().inputTokens()).containsExactly(100L, 100L);
    assertThat(steps()).extracting(each -> each.usage().outputTokens()).containsExactly(10L, 10L);
  }

  @Test
  void aProgramWithoutSessionsIsToldEverything() throws Exception {
    run("agent", "cat >\"$HOME/prompt-$ROUNDHOUSE_ATTEMPT\"; echo more >>list.txt\n");
    sendBack("rename it");

    run("agent", "cat >\"$HOME/prompt-$ROUNDHOUSE_ATTEMPT\"; echo more >>list.txt\n");

    assertThat(home("prompt-2")).contains("rename it", "Work on A-1");
    assertThat(notes()).contains("A-1 goes on from its kept work, in a new session of its agent");
  }
}
