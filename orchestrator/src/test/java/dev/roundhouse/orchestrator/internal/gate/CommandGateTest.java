package dev.roundhouse.orchestrator.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.Race;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.resource.Resources;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.GateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gates of real programs. */
@Timeout(Patience.SECONDS)
class CommandGateTest {
  private static final Duration LONG = Patience.LIMIT;

  @TempDir Path directory;
  private final Resources resources = new Resources(Map.of("db", 1));
  private final CompletableFuture<Void> never = new CompletableFuture<>();
  private Path worktree;

  @BeforeEach
  void makeWorktree() throws IOException {
    worktree = Files.createDirectory(directory.resolve("worktree"));
  }

  private static GateCommand shell(String name, String script) {
    GateCommand plain = GateCommand.of(new Command(List.of("/bin/sh", "-c", script)));
    return new GateCommand(
        plain.command(), Optional.of(name), plain.timeout(), plain.needs(), plain.junit());
  }

  private static GateCommand needing(GateCommand of) {
    return new GateCommand(of.command(), of.name(), of.timeout(), List.of("db"), of.junit());
  }

  private CommandGate gate(Duration patience, GateCommand... commands) {
    List<GateProgram> programs =
        List.of(commands).stream()
            .map(each -> new GateProgram(each, new Program(each.command(), Path.of("/bin/sh"))))
            .toList();
    Map<String, String> environment =
        Map.of("PATH", Objects.requireNonNull(System.getenv("PATH")), "MY_TOKEN", "very-secret-1");
    return new CommandGate(
        programs,
        new GateInputs(SlotEnvironment.of(environment), List.of(), List.of()),
        new CommandGate.Limits(LONG, resources, patience),
        new ProcessRunner(),
        "token");
  }

  private Verdict judge(CommandGate gate) throws Exception {
    return gate.judge(worktree, directory.resolve("gate.log"), never);
  }

  @Test
  void theFirstThatIsRedEndsIt() throws Exception {
    CommandGate gate =
        gate(
            LONG,
            shell("compile", "echo compiled; touch one"),
            shell("tests", "echo 'seven is not eight'; exit 3"),
            shell("lint", "touch three"));

    Verdict.Red red = (Verdict.Red) judge(gate);

    assertThat(red.reason()).isEqualTo("the gate's tests exited with 3");
    assertThat(red.evidence()).contains("== tests", "seven is not eight");
    assertThat(worktree.resolve("one")).exists();
    assertThat(worktree.resolve("three")).doesNotExist();
  }

  @Test
  void oneThatEndsLeavesAnotherThatBeganLaterAlone() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    CommandGate gate =
        gate(LONG, shell("waits", "touch begun; until [ -e go ]; do sleep 0.05; done"));
    CompletableFuture<Verdict> first = begin(gate, worktree);
    CompletableFuture<Verdict> second = begin(gate, other);

    Files.createFile(worktree.resolve("go"));
    Verdict ended = Patience.result(first);
    Files.createFile(other.resolve("go"));

    assertThat(ended).isEqualTo(new Verdict.Green());
    assertThat(Patience.result(second)).isEqualTo(new Verdict.Green());
  }

  private CompletableFuture<Verdict> begin(CommandGate gate, Path place) {
    CompletableFuture<Verdict> verdict =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return gate.judge(place, directory.resolve(place.getFileName() + ".log"), never);
              } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
              }
            });
    Patience.await().until(() -> Files.exists(place.resolve("begun")));
    return verdict;
  }

  @Test
  void allGreenIsGreen() throws Exception {
    assertThat(judge(gate(LONG, shell("a", "true"), shell("b", "true"))))
        .isEqualTo(new Verdict.Green());
  }

  @Test
  void eachHasItsOwnTimeLimit() throws Exception {
    GateCommand slow = shell("slow", "sleep 50");
    GateCommand limited =
        new GateCommand(
            slow.command(),
            slow.name(),
            Optional.of(Duration.ofMillis(300)),
            slow.needs(),
            slow.junit());

    Verdict.Undecided ended = (Verdict.Undecided) judge(gate(LONG, shell("a", "true"), limited));

    assertThat(ended.reason()).startsWith("the gate's slow took longer than");
    assertThat(ended.environmental()).isFalse();
  }

  @Test
  void whoCannotHaveAResourceHasNoVerdictAndSaysThatItIsNotTheTreesFault() throws Exception {
    CommandGate gate = gate(Duration.ofMillis(50), needing(shell("db", "touch ran")));
    Resources.Lease held = resources.tryLease(List.of("db")).orElseThrow();

    Verdict.Undecided none = (Verdict.Undecided) judge(gate);

    assertThat(none.environmental()).isTrue();
    assertThat(none.reason()).contains("db");
    assertThat(worktree.resolve("ran")).doesNotExist();
    held.close();
    assertThat(judge(gate)).isEqualTo(new Verdict.Green());
    assertThat(resources.tryLease(List.of("db"))).isPresent();
  }

  @Test
  void whoIsInterruptedWhileWaitingHasNoVerdict() throws Exception {
    assertThat(resources.tryLease(List.of("db"))).isPresent();
    never.complete(null);

    assertThat(judge(gate(LONG, needing(shell("db", "true")))))
        .isEqualTo(new Verdict.Interrupted());
  }

  @Test
  void reportsOfTheCommandThatIsRedAreItsEvidenceWithoutSecrets() throws Exception {
    String report =
        "<testsuite><testcase classname=\"C\" name=\"t\"><failure message=\"got $MY_TOKEN\">"
            + "very-secret-1 \\033[31mred</failure></testcase></testsuite>";
    String script =
        "mkdir -p target/surefire-reports; printf '"
            + report.replace("$MY_TOKEN", "'\"$MY_TOKEN\"'")
            + "' >target/surefire-reports/TEST-C.xml; exit 1";

    Verdict.Red red = (Verdict.Red) judge(gate(LONG, shell("tests", script)));

    assertThat(red.evidence()).contains("1 of 1 tests did not pass", "- C.t: got [redacted]");
    assertThat(red.evidence()).doesNotContain("very-secret-1");
    assertThat(red.seen().results().failures()).isEqualTo(1);
  }

  @Test
  void judgesInSeveralWorktreesAtOnce() {
    CommandGate gate =
        gate(LONG, needing(shell("db", "mkdir ../busy && sleep 0.05 && rmdir ../busy")));
    AtomicInteger count = new AtomicInteger();

    List<Verdict> verdicts =
        Race.of(6)
            .run(
                () -> {
                  Path own =
                      Files.createDirectory(directory.resolve("w" + count.incrementAndGet()));
                  Path log = directory.resolve(own.getFileName() + ".log");
                  return gate.judge(own, log, never);
                });

    assertThat(verdicts).containsOnly(new Verdict.Green());
    assertThat(resources.returns()).isEqualTo(6);
  }

  @Test
  void verdictsOfAnUncachedGateDoNotStandInForEachOther() {
    Gate gate = gate(LONG, shell("a", "true"));

    assertThat(gate.cacheable()).isTrue();
    assertThat(gate.uncached().cacheable()).isFalse();
    assertThat(gate.uncached().key()).isEqualTo(gate.key());
  }
}
