package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import dev.roundhouse.orchestrator.testing.StuckGate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three pieces of finished work wait to land, in their old order, after a run was interrupted. The
 * next run is halted when it has done a step of landing for the second time, which is for a
 * candidate on top of another, or for two that land together; the one after it carries on as {@code
 * docs/internals/crashes.md} says.
 */
@Tag("slow")
class QueueCrashTest {
  private static final String HEAD =
      "| mode | step done again | the ledger says | agents started by the next run | landings |\n"
          + "|---|---|---|---|---|\n";
  private static final List<Checkpoint> STEPS =
      List.of(
          Checkpoint.BUILT,
          Checkpoint.KEPT,
          Checkpoint.JUDGED,
          Checkpoint.INTENDED,
          Checkpoint.SWAPPED,
          Checkpoint.LANDED,
          Checkpoint.FOLLOWED);

  /** Says what it thinks of the second candidate only when the first has landed. */
  private static final String GATE =
      """
      if [ $1 = speculate ] && [ -e A-2.txt ]; then
        for i in $(seq 6000); do
          git cat-file -e refs/roundhouse/tip/main:A-1.txt 2>/dev/null && break
          sleep 0.05
        done
      fi
      test -e A-1.txt
      """;

  @TempDir Path temporary;

  @Test
  void eachStepOfAQueueHasTheFateThatTheDocumentSays() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (Mode mode : List.of(Mode.SPECULATE, Mode.BATCH)) {
      for (Checkpoint step : STEPS) {
        rows.append(row(mode, step));
      }
    }
    CrashHarness.requireTable(HEAD, rows.toString());
  }

  private String row(Mode mode, Checkpoint step) throws Exception {
    String name = mode.word() + " " + step.word();
    GitFixture git = GitFixture.in(temporary.resolve(mode + "-" + step));
    git.issue("A-1").issue("A-2").issue("A-3").commitAll("backlog");
    List<String> command =
        List.of(
            git.root().toString(),
            step.name(),
            git.script("agent", CrashHarness.COUNTS + "echo y >$ROUNDHOUSE_ISSUE_ID.txt\n"),
            git.script("gate", GATE),
            mode.word());
    leaveThreeWaiting(git, command);
    assertThat(statuses(git)).as(name).isEqualTo("3 candidate");
    CrashHarness.halt(git, Halting.class, command.toArray(String[]::new));
    String statuses = statuses(git);

    RunReport report = parts(command).environment(git.environment()).build().run();

    assertThat(report.isComplete()).as(name).isTrue();
    assertThat(git.landed("main")).as(name).containsExactly("A-3", "A-2", "A-1");
    assertThat(git.git("status", "--porcelain")).as(name).isEmpty();
    assertThat(git.git("fsck", "--connectivity-only")).as(name).doesNotContain("missing");
    int again = CrashHarness.worked(git) - 3;
    return String.format(
        Locale.ROOT, "| %s | %s | %s | %d | %d |\n", mode.word(), step.word(), statuses, again, 3);
  }

  private static Orchestrator.Builder parts(List<String> command) {
    Mode mode = Mode.of(command.get(4));
    RunOptions options =
        RunOptions.builder()
            .workers(1)
            .agent(new Command(List.of(command.get(2))))
            .gate(new Command(List.of(command.get(3), mode.word())))
            .landing(LandingOptions.DEFAULT.in(mode))
            .build();
    return Orchestrator.at(Path.of(command.get(0))).options(options);
  }

  /** A run that is interrupted as soon as its third attempt has ended; none lands before. */
  private static void leaveThreeWaiting(GitFixture git, List<String> command) throws Exception {
    StopSignal stop = new StopSignal();
    AtomicInteger ended = new AtomicInteger();
    Orchestrator.Builder parts =
        parts(command).environment(git.environment()).gate(new StuckGate()).stop(stop);
    parts.request.steps(
        step -> {
          if (step == Checkpoint.ENDED && ended.incrementAndGet() == 3) {
            stop.raise(StopSignal.Level.INTERRUPT);
          }
        });
    parts.build().run();
  }

  /** How many issues are in each status. */
  private static String statuses(GitFixture git) throws IOException {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (IssueRecord each : CrashHarness.ledger(git).issues()) {
      counts.merge(each.status().word(), 1, Integer::sum);
    }
    return String.join(
        ", ", counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
  }

  /** A run that halts when it has done the step it is told for the second time. */
  static final class Halting {
    private Halting() {}

    public static void main(String... args) throws Exception {
      Orchestrator.Builder parts = parts(List.of(args));
      Checkpoint last = Checkpoint.valueOf(args[1]);
      parts.request.steps(CrashHarness.haltAfter(last, 2));
      parts.build().run();
    }
  }
}
