package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.Collision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Why an issue does not start while another changes the same files. */
class WhyOverlapTest extends CommandFixture {
  @Test
  @Timeout(Patience.SECONDS)
  void whyNamesWhoIsInTheWayAndWithWhichFiles() throws Exception {
    git.issue("A-1", "touches: src/").issue("A-2", "touches: [late.txt, docs/x.md]");
    git.issue("A-3", "touches: src/x.java").commitAll("backlog");
    Path go = Path.of(Objects.requireNonNull(git.environment().get("HOME"))).resolve("go");
    String agent =
        git.script(
            "agent", "echo 1 >late.txt; until [ -e \"$HOME/go\" ]; do sleep 0.05; done; exit 0\n");

    CompletableFuture<Shell.Answer> run =
        CompletableFuture.supplyAsync(
            () -> shell.type("run", "--agent", agent, "--only", "A-1", "--attempts", "1"));
    Shell.Answer src = shell.type("why", "A-3");
    while (!src.out().contains("overlaps") && !run.isDone()) {
      src = shell.type("why", "A-3");
    }
    Shell.Answer late = shell.type("why", "A-2");
    while (!late.out().contains("overlaps") && !run.isDone()) {
      late = shell.type("why", "A-2");
    }
    JsonNode json = shell.type("why", "A-3", "--json").json();
    Files.writeString(go, "");
    run.join();

    assertThat(src.out())
        .contains("overlaps    it touches src/x.java as A-1 does, which is running")
        .contains(
            "it waits for issues that change the same files", "it starts once these have landed")
        .doesNotContain("nothing blocks it");
    assertThat(late.out()).as("what it changes by now").contains("touches late.txt as A-1 does");
    assertThat(json.path("overlaps").toString())
        .isEqualTo("[{\"with\":\"A-1\",\"paths\":[\"src/x.java\"]}]");
    assertThat(shell.type("why", "A-3").out()).doesNotContain("overlaps");
  }

  @Test
  @Timeout(Patience.SECONDS)
  void whereOverlapsAreOnlyReportedNothingWaitsForThem() throws Exception {
    git.issue("A-1", "touches: src/").issue("A-2").issue("A-3", "touches: src/x.java");
    git.write("roundhouse.yaml", "overlap: warn\n").commitAll("backlog");
    Path go = git.home().resolve("go");
    String agent = git.script("agent", "until [ -e \"$HOME/go\" ]; do sleep 0.05; done\n");

    CompletableFuture<Shell.Answer> run =
        CompletableFuture.supplyAsync(
            () -> shell.type("run", "--agent", agent, "--workers", "1", "--attempts", "1"));
    Shell.Answer why = shell.type("why", "A-3");
    while (!why.out().contains("overlaps") && !run.isDone()) {
      why = shell.type("why", "A-3");
    }
    Files.writeString(go, "");
    run.join();

    assertThat(why.out())
        .contains("nothing blocks it", "it touches src/x.java as A-1 does, which is running")
        .contains("the active run starts it in its turn, otherwise the next 'roundhouse run'")
        .contains("  priority    P3\n")
        .doesNotContain("it waits", "once these have landed", "ISSUE");
  }

  @Test
  @Timeout(Patience.SECONDS)
  void overlapsBelongToTheSameMomentAsTheStatusBesideThem() throws Exception {
    git.issue("A-1", "touches: src/").issue("A-3", "touches: src/x.java").commitAll("backlog");
    Path go = git.home().resolve("go");
    String agent = git.script("agent", "until [ -e \"$HOME/go\" ]; do sleep 0.05; done\n");
    Orchestrator orchestrator = Orchestrator.at(git.root()).build();
    StatusReport before = orchestrator.status();

    CompletableFuture<Shell.Answer> run =
        CompletableFuture.supplyAsync(
            () -> shell.type("run", "--agent", agent, "--only", "A-1", "--attempts", "1"));
    List<Collision> now = List.of();
    while (now.isEmpty() && !run.isDone()) {
      now = orchestrator.collisions(orchestrator.status(), new IssueId("A-3"));
    }
    List<Collision> then = orchestrator.collisions(before, new IssueId("A-3"));
    Files.writeString(go, "");
    run.join();

    assertThat(now).extracting(Collision::with).containsExactly(new IssueId("A-1"));
    assertThat(then).as("nothing was running then").isEmpty();
  }
}
