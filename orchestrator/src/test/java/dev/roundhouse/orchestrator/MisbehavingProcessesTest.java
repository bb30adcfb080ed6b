package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.agent.CommandAgent;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import dev.roundhouse.orchestrator.testing.RogueRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents that do with processes, output and time what they should not. With {@code
 * -Dproofs.full=true} a gigabyte is printed, otherwise a tenth of that.
 */
@Tag("slow")
class MisbehavingProcessesTest {
  private static final long FLOOD = Boolean.getBoolean("proofs.full") ? 1_000_000_000 : 100_000_000;

  @TempDir Path temporary;
  private RogueRun rogues;

  @BeforeEach
  void makeRepository() {
    rogues = RogueRun.in(temporary.resolve("project"));
  }

  @Test
  void whatTheyStartIsEndedAndTheirWorkLands() throws Exception {
    rogues
        .issue("daemon", "(setsid sleep 300 >/dev/null 2>&1 &)\necho x >daemon")
        .issue(
            "deaf",
            "setsid sh -c 'trap \"\" TERM HUP INT; echo x >deaf; while :; do sleep 1; done' &\n"
                + "while [ ! -s deaf ]; do sleep 0.05; done")
        .issue("noisy", "setsid sh -c 'while :; do echo noise; done' &\necho x >noisy")
        .issue("flood", "yes 'a flood of words' | head -c " + FLOOD + "\necho x >flood")
        .issue("asking", "cat >/dev/null\nread answer || echo 'nobody answers' >asking")
        .issue("closed", "exec 0<&- 1>&- 2>&-\necho x >closed")
        .issue("killed", "echo x >killed\necho ghp_AbCdEfGh1234567890AbCdEfGh\nkill -9 $$")
        .issue("terminal", "echo x >terminal\nread answer </dev/tty")
        .run();

    assertThat(rogues.landed())
        .containsExactly("asking", "closed", "daemon", "deaf", "flood", "noisy");
    assertThat(rogues.git().read("asking")).isEqualTo("nobody answers\n");
    assertThat(rogues.outcome("killed"))
        .isEqualTo("failed: the agent exited with 137; its work is kept");
    assertThat(rogues.evidence("killed")).isEqualTo("[redacted]\n");
    assertThat(rogues.kept("killed", "dirty", "killed")).isEqualTo("x");
    assertThat(rogues.outcome("terminal")).startsWith("failed: the agent exited with ");
    assertThat(rogues.kept("terminal", "dirty", "terminal")).isEqualTo("x");
    for (Path log : rogues.logs()) {
      assertThat(Files.size(log)).isLessThanOrEqualTo(ProcessRunner.LOG_LIMIT);
    }
  }

  @Test
  void thoseThatDoNotEndAreEnded() throws Exception {
    rogues
        .issue("mute", "echo x >mute\nsleep 300")
        .issue("endless", "echo x >endless\nyes")
        .issue("stopped", "echo x >stopped\nkill -STOP $$")
        .issue("deaf", "echo x >deaf\ntrap '' TERM\nwhile :; do sleep 1; done")
        .run(rogues.orchestrator(rogues.options().timeout(Duration.ofSeconds(3))));

    for (String each : new String[] {"mute", "endless", "stopped", "deaf"}) {
      assertThat(rogues.outcome(each))
          .isEqualTo("failed: the agent took longer than 3s; its work is kept");
      assertThat(rogues.kept(each, "dirty", each)).isEqualTo("x");
    }
  }

  @Test
  void thoseThatFallSilentAreEndedAndThoseThatSpeakAreNot() throws Exception {
    rogues
        .issue("mute", "echo x >mute\necho 'Go on? [y/N]'\nsleep 300")
        .issue("slow", "for i in 1 2 3 4 5; do sleep 1; echo $i; done\necho x >slow");
    Program program =
        Program.find(rogues.agent(), temporary, rogues.git().environment()).orElseThrow();
    TimeLimits limits = TimeLimits.of(Duration.ofMinutes(5)).idle(Duration.ofSeconds(4));
    CommandAgent agent =
        new CommandAgent(program, new ProcessRunner(), rogues.git().environment(), limits);

    rogues.run(rogues.orchestrator(rogues.options()).agent(agent));

    assertThat(rogues.outcome("mute"))
        .isEqualTo("failed: the agent printed nothing for 4s; its work is kept");
    assertThat(rogues.evidence("mute")).isEqualTo("Go on? [y/N]\n");
    assertThat(rogues.kept("mute", "dirty", "mute")).isEqualTo("x");
    assertThat(rogues.landed()).containsExactly("slow");
  }

  @Test
  void aClockThatGoesBackwardsAndCommitsOfOtherCenturiesHinderNobody() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Instant begun = Instant.parse("2026-03-01T12:00:00Z");
    rogues
        .issue("now", "echo x >now")
        .issue(
            "old",
            "export GIT_COMMITTER_DATE='1970-01-02T00:00:00Z' GIT_AUTHOR_DATE='1970-01-02T00:00:00Z'\n"
                + "echo x >old\ngit add old\ngit commit -qm old")
        .issue(
            "new",
            "export GIT_COMMITTER_DATE='2099-01-02T00:00:00Z' GIT_AUTHOR_DATE='2099-01-02T00:00:00Z'\n"
                + "echo x >new\ngit add new\ngit commit -qm new")
        .issue("late", "echo x >late\nexit 1")
        .run(
            rogues
                .orchestrator(rogues.options())
                .clock(() -> begun.minusSeconds(3600L * asked.getAndIncrement())));

    assertThat(rogues.landed()).containsExactly("new", "now", "old");
    assertThat(rogues.kept("late", "dirty", "late")).isEqualTo("x");
    assertThat(timings()).isNotEmpty().allMatch(each -> each >= 0);
  }

  private List<Long> timings() throws IOException {
    return Ledger.read(rogues.git().root().resolve(".git/roundhouse")).issues().stream()
        .flatMap(each -> each.timings().values().stream())
        .toList();
  }

  /** The second file has the size and the time of the one that is there. */
  @Test
  void filesOfOtherCenturiesAreSavedAndLandAndSoIsWhatWasMadeToLookUnchanged() throws Exception {
    rogues.git().write("same", "old").commitAll("same");
    rogues
        .issue("past", "echo x >past\ntouch -d 1971-01-01 past issues .")
        .issue("future", "echo x >future\ntouch -d 2099-01-01 future issues . .git")
        .issue("disguised", "touch -r same ../mark\nprintf new >same\ntouch -r ../mark same")
        .issue("after", "echo x >after", "blocked_by: [past, future, disguised]")
        .run(rogues.orchestrator(rogues.options().workers(1)));

    assertThat(rogues.landed()).containsExactly("after", "disguised", "future", "past");
    assertThat(rogues.git().read("same")).isEqualTo("new");
  }

  @Test
  void aClockThatIsTakenBackInTheMiddleOfAnAttemptStallsNothing() throws Exception {
    Path back = rogues.git().root().resolveSibling("back");
    Instant begun = Instant.parse("2026-03-01T12:00:00Z");
    long started = System.nanoTime();
    InstantSource clock =
        () ->
            begun
                .plusNanos(System.nanoTime() - started)
                .minusSeconds(Files.exists(back) ? 3600 : 0);
    rogues
        .issue("turns", "echo x >turns\ntouch '" + back + "'")
        .issue(
            "fails",
            "[ \"$ROUNDHOUSE_ATTEMPT\" = 2 ] || exit 1\necho x >fails",
            "blocked_by: turns")
        .issue("next", "echo x >next", "blocked_by: fails")
        .run(rogues.orchestrator(rogues.options().attempts(2)).clock(clock));

    assertThat(rogues.landed()).containsExactly("fails", "next", "turns");
    assertThat(timings()).isNotEmpty().allMatch(each -> each >= 0);
  }

  @Test
  void anAgentThatLivesAnHourAgoIsAsGoodAsAnyOther() throws Exception {
    assumeThat(Stream.of("/usr/bin/faketime", "/usr/local/bin/faketime").map(Path::of))
        .as("faketime")
        .anyMatch(Files::isExecutable);
    rogues
        .issue(
            "fake",
            "faketime '1 hour ago' sh -c 'echo x >fake; git add fake; git commit -qm fake; date'")
        .run();

    assertThat(rogues.landed()).containsExactly("fake");
  }
}
