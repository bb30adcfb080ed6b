package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run is halted right after each of its steps, in a process of its own, and the next one carries
 * on: the issue lands exactly once, and what the next run does is what {@code docs/crashes.md}
 * says.
 */
@Tag("slow")
class LandingCrashTest {
  private static final IssueId ISSUE = new IssueId("A-1");
  private static final int HALTED = 86;
  private static final Path DOCUMENT = Path.of("..", "docs", "crashes.md");
  private static final String HEAD =
      "| step done | the ledger says | agents started by the next run | landings |\n"
          + "|---|---|---|---|\n";

  @TempDir Path temporary;

  @Test
  void eachStepHasTheFateThatTheDocumentSays() throws Exception {
    StringBuilder table = new StringBuilder(HEAD);
    for (Checkpoint step : EnumSet.range(Checkpoint.CLAIMED, Checkpoint.FOLLOWED)) {
      table.append(row(step));
    }
    if (Boolean.getBoolean("crash.table.write")) {
      String document = Files.readString(DOCUMENT);
      int from = document.indexOf(HEAD);
      int to = document.indexOf("\n\n", from) + 1;
      Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
    }
    assertThat(Files.readString(DOCUMENT)).contains(table);
  }

  private String row(Checkpoint step) throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve(step.name()));
    git.issue("A-1").commitAll("backlog");
    String agent = git.script("agent", "echo x >>\"$HOME/worked\"\necho y >>work.txt\n");
    String gate = git.script("gate", "test -f work.txt");
    halt(git, step, agent, gate);
    String status = status(git);
    int before = worked(git);

    RunReport report = parts(git, agent, gate).build().run();

    assertThat(report.isComplete()).as(step.name()).isTrue();
    assertThat(git.landed("main")).as(step.name()).containsExactly("A-1");
    assertThat(git.show("main", "work.txt")).as(step.name()).isEqualTo("y");
    assertThat(git.git("status", "--porcelain")).as(step.name()).isEmpty();
    assertThat(git.git("fsck", "--connectivity-only")).as(step.name()).doesNotContain("missing");
    int again = worked(git) - before;
    return "| " + step.word() + " | " + status + " | " + again + " | 1 |\n";
  }

  private static Orchestrator.Builder parts(GitFixture git, String agent, String gate) {
    RunOptions options =
        RunOptions.builder()
            .agent(new Command(List.of(agent)))
            .gate(new Command(List.of(gate)))
            .build();
    return Orchestrator.at(git.root()).environment(git.environment()).options(options);
  }

  private static void halt(GitFixture git, Checkpoint step, String agent, String gate)
      throws IOException, InterruptedException {
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            Objects.requireNonNull(System.getProperty("java.class.path")),
            Halting.class.getName(),
            git.root().toString(),
            step.name(),
            agent,
            gate);
    child.environment().clear();
    child.environment().putAll(git.environment());
    Process process = child.inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(step.name()).isEqualTo(HALTED);
  }

  private static String status(GitFixture git) throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse"))
        .issue(ISSUE)
        .map(IssueRecord::status)
        .orElseThrow()
        .word();
  }

  private static int worked(GitFixture git) throws IOException {
    Path worked = Path.of(git.environment().getOrDefault("HOME", "")).resolve("worked");
    return Files.exists(worked) ? Files.readAllLines(worked).size() : 0;
  }

  /** A run that halts after the step it is told. */
  static final class Halting {
    private Halting() {}

    public static void main(String... args) throws Exception {
      RunOptions options =
          RunOptions.builder()
              .agent(new Command(List.of(args[2])))
              .gate(new Command(List.of(args[3])))
              .build();
      Orchestrator.Builder parts = Orchestrator.at(Path.of(args[0])).options(options);
      Checkpoint last = Checkpoint.valueOf(args[1]);
      parts.steps =
          step -> {
            if (step == last) {
              Runtime.getRuntime().halt(HALTED);
            }
          };
      parts.build().run();
    }
  }
}
