package dev.roundhouse.orchestrator.internal.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is promised of owned processes on every host, and what only on some. */
@Tag("slow")
class HostTest {
  private static final Duration GRACE = Duration.ofMillis(300);

  @TempDir Path directory;

  static Stream<Host> hosts() {
    return Stream.of(new LinuxHost(), new PortableHost(true), new PortableHost(false));
  }

  private OwnedProcess launch(Host host, @Nullable Path stdin, String script) throws IOException {
    return new ProcessRunner(ProcessRunner.LOG_LIMIT, host)
        .launch(
            new ProcessRunner.Launch(
                new Command(List.of("sh", "-c", script)),
                directory,
                Map.of("PATH", Objects.requireNonNull(System.getenv("PATH"))),
                stdin,
                directory.resolve("out"),
                UUID.randomUUID().toString()));
  }

  private long pidIn(String file) throws IOException {
    Path path = directory.resolve(file);
    Patience.await().until(() -> Files.exists(path) && Files.readString(path).endsWith("\n"));
    return Long.parseLong(Files.readString(path).strip());
  }

  private static void awaitEnd(OwnedProcess process) throws Exception {
    Patience.result(process.onExit());
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void readsItsInputAndWritesItsLogAndSaysHowItEnded(Host host) throws Exception {
    Path stdin = Files.writeString(directory.resolve("prompt"), "the prompt");
    OwnedProcess process = launch(host, stdin, "cat; head -c 300000 /dev/zero; exit 7");
    process.go();
    awaitEnd(process);
    process.end(GRACE);

    assertThat(process.onExit().get()).isEqualTo(7);
    assertThat(directory.resolve("out")).hasSize(300_010);
    assertThat(Files.readAllBytes(directory.resolve("out")))
        .startsWith("the prompt".getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void endsWhatItStartedAlsoWhatWentAwayAndClearedItsEnvironmentAndWillNotListen(Host host)
      throws Exception {
    String away = "trap \"\" TERM; echo $$ >away; while :; do sleep 1; done";
    String script =
        "sleep 300 & echo $! >child;"
            + " setsid env -i PATH=\"$PATH\" sh -c '"
            + away
            + "' & read nothing; echo over";
    OwnedProcess process = launch(host, null, script + "; sleep 300");
    process.go();
    long child = pidIn("child");
    long deaf = pidIn("away");

    process.end(GRACE);

    awaitEnd(process);
    assertThat(GitFixture.runs(child)).isFalse();
    assertThat(GitFixture.runs(deaf)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void whatWasSeenIsKnownAfterAllWhoStartedItAreGone(Host host) throws Exception {
    // forks twice, leaves the session, clears its environment; its parents go once it was seen
    String script =
        "sh -c 'setsid env -i PATH=\"$PATH\" sh -c \"echo \\$\\$ >away; exec sleep 300\" &"
            + " while [ ! -e seen ]; do sleep 0.05; done' ; exit 0";
    OwnedProcess process = launch(host, null, script);
    process.go();
    long away = pidIn("away");
    ProcessEntry stray = host.entry(away).orElseThrow();
    Patience.await().until(() -> process.knows(stray));
    Files.createFile(directory.resolve("seen"));
    awaitEnd(process);
    assertThat(GitFixture.runs(away)).isTrue();

    process.end(GRACE);

    assertThat(GitFixture.runs(away)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void nobodyElseIsKin(Host host) throws Exception {
    OwnedProcess mine = launch(host, null, "sleep 300");
    mine.go();
    OwnedProcess other = launch(host, null, "echo $$ >other; sleep 300");
    other.go();
    long pid = pidIn("other");

    mine.end(GRACE);

    assertThat(GitFixture.runs(pid)).isTrue();
    assertThat(mine.knows(host.entry(pid).orElseThrow())).isFalse();
    other.end(GRACE);
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aSurvivorIsFoundAgainAndEndedWithWhatItHasStarted(Host host) throws Exception {
    OwnedProcess process = launch(host, null, "sleep 300 & echo $! >child; wait");
    process.go();
    long child = pidIn("child");
    OrphanedProcesses reaper = new OrphanedProcesses(host);
    assertThat(reaper.inspect(process.identity())).isEqualTo(OrphanedProcesses.Liveness.ALIVE);

    assertThat(reaper.endSurvivors(process.identity(), GRACE))
        .isEqualTo(OrphanedProcesses.Survivors.NONE);

    awaitEnd(process);
    assertThat(reaper.inspect(process.identity())).isEqualTo(OrphanedProcesses.Liveness.DEAD);
    assertThat(GitFixture.runs(child)).isFalse();
    process.end(GRACE);
  }

  @Test
  void whereThereAreNoTokensWhatAGoneProcessLeftIsUnknown() throws Exception {
    for (Host host : List.<Host>of(new PortableHost(true), new PortableHost(false))) {
      OwnedProcess process = launch(host, null, "exit 0");
      process.go();
      awaitEnd(process);
      OrphanedProcesses reaper = new OrphanedProcesses(host);
      assertThat(reaper.findsCarriers()).isFalse();
      assertThat(reaper.endSurvivors(process.identity(), GRACE))
          .isEqualTo(OrphanedProcesses.Survivors.UNKNOWN);
      assertThat(reaper.endCarriers(process.identity(), GRACE)).isFalse();
      ProcessIdentity before =
          new ProcessIdentity("first process 1", "host", 1, 1, ""); // before the last start
      assertThat(reaper.endSurvivors(before, GRACE)).isEqualTo(OrphanedProcesses.Survivors.NONE);
      process.end(GRACE);
    }
  }

  @Test
  void aProcessStampedByOtherMeansMayRunAndIsLeftAlone() throws Exception {
    for (Host host : List.<Host>of(new LinuxHost(), new PortableHost(true))) {
      OwnedProcess process = launch(host, null, "sleep 300");
      process.go();
      Host other = host instanceof LinuxHost ? new PortableHost(true) : new LinuxHost();
      OrphanedProcesses orphans = new OrphanedProcesses(other);

      assertThat(orphans.inspect(process.identity())).isEqualTo(OrphanedProcesses.Liveness.UNKNOWN);
      assertThat(orphans.endSurvivors(process.identity(), GRACE))
          .isEqualTo(OrphanedProcesses.Survivors.UNKNOWN);
      assertThat(GitFixture.runs(process.identity().pid())).isTrue();
      process.end(GRACE);
    }
  }

  @Test
  void whereThereIsAShellNothingRunsUntilItIsToldTo() throws Exception {
    for (Host host : List.<Host>of(new LinuxHost(), new PortableHost(true))) {
      OwnedProcess process = launch(host, null, "touch ran");
      process.end(GRACE);
      assertThat(directory.resolve("ran")).doesNotExist();
    }
  }

  @Test
  void nobodyLooksWhenNothingIsOwned() throws Exception {
    OwnedProcess process = launch(new LinuxHost(), null, "sleep 300");
    process.go();
    process.end(GRACE);
    Patience.await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(each -> each.getName().equals("roundhouse-lookout")));
  }
}
