package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run is halted right after each of its steps, in a process of its own, and the next one carries
 * on: the issue lands exactly once, and what the next run does is what {@code
 * docs/internals/crashes.md} says.
 */
@Tag("slow")
class LandingCrashTest {
  private static final String HEAD =
      "| step done | the ledger says | agents started by the next run | landings |\n"
          + "|---|---|---|---|\n";

  private static final String FILES = "printf '# More to do\\n' >.roundhouse/new/more.md\n";

  @TempDir Path temporary;

  @Test
  void eachStepHasTheFateThatTheDocumentSays() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (Checkpoint step : EnumSet.range(Checkpoint.CLAIMED, Checkpoint.FOLLOWED)) {
      rows.append(row(step));
    }
    CrashHarness.requireTable(HEAD, rows.toString());
  }

  private String row(Checkpoint step) throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve(step.name()));
    git.issue("A-1").commitAll("backlog");
    String agent = git.script("agent", CrashHarness.COUNTS + FILES + "echo y >>work.txt\n");
    String gate =
        git.script("gate", "test -f work.txt || ! git log -1 --format=%B | grep -q Roundhouse-");
    CrashHarness.halt(git, Halting.class, git.root().toString(), step.name(), agent, gate);
    String status = CrashHarness.status(git, "A-1");
    int before = CrashHarness.worked(git);

    RunReport report = parts(git, agent, gate).build().run();

    assertThat(report.isComplete()).as(step.name()).isTrue();
    assertThat(git.landed("main")).as(step.name()).containsExactly("A-1");
    assertThat(git.show("main", "work.txt")).as(step.name()).isEqualTo("y");
    assertThat(git.git("status", "--porcelain")).as(step.name()).isEmpty();
    assertThat(git.git("fsck", "--connectivity-only")).as(step.name()).doesNotContain("missing");
    assertThat(CrashHarness.ledger(git).enrolled())
        .as(step.name())
        .extracting(each -> each.id() + " " + each.title())
        .containsExactly("A-1.1 More to do");
    assertThat(CrashHarness.status(git, "A-1.1")).isEqualTo("awaiting-approval");
    int again = CrashHarness.worked(git) - before;
    return "| " + step.word() + " | " + status + " | " + again + " | 1 |\n";
  }

  private static Orchestrator.Builder parts(GitFixture git, String agent, String gate) {
    RunOptions options =
        RunOptions.builder()
            .agent(new Command(List.of(agent)))
            .gate(new Command(List.of(gate)))
            .build();
    return git.orchestrator().options(options);
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
      parts.request.steps(CrashHarness.haltAfter(last, 1));
      parts.build().run();
    }
  }
}
