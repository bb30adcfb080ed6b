package dev.roundhouse.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of every {@link Gate}. */
public abstract class GateContract {
  private static final String GOOD = "good";
  private static final String BEGUN = "begun";

  @TempDir private Path directory = Path.of("");
  private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
  private Path worktree = Path.of("");
  private Path log = Path.of("");

  /** Creates the tests of one implementation. */
  protected GateContract() {}

  /** Returns a gate that lets a tree pass if and only if {@code file} exists at its top. */
  protected abstract Gate requiring(String file) throws IOException;

  /** Returns a gate that makes {@code file} at the top of the worktree and then never ends. */
  protected abstract Gate endless(String file) throws IOException;

  /** Makes a worktree and a log. */
  @BeforeEach
  void makeWorktree() throws IOException {
    worktree = Files.createDirectory(directory.resolve("tree"));
    log = Files.writeString(directory.resolve("gate.log"), "before\n");
  }

  private Verdict judge(Gate gate) throws Exception {
    return gate.judge(worktree, log, interrupted);
  }

  /** People and the ledger know a gate by one line each. */
  @Test
  void itSaysWhatItIsOnOneLine() throws IOException {
    Gate gate = requiring(GOOD);

    assertThat(gate.display()).isNotBlank().doesNotContain("\n");
    assertThat(gate.key()).doesNotContain("\n").isEqualTo(gate.key());
  }

  /** The same tree gets the same verdict. */
  @Test
  void aTreeIsGreenOrRedEachTimeItIsJudged() throws Exception {
    Gate gate = requiring(GOOD);
    for (int i = 0; i < 2; i++) {
      assertThat(judge(gate))
          .isInstanceOfSatisfying(
              Verdict.Red.class, red -> assertThat(red.reason()).isNotBlank().doesNotContain("\n"));
    }
    Files.createFile(worktree.resolve(GOOD));
    for (int i = 0; i < 2; i++) {
      assertThat(judge(gate)).isInstanceOf(Verdict.Green.class);
    }
  }

  /** Verdicts that do not replace each other are the same verdicts. */
  @Test
  void uncachedItJudgesAlike() throws Exception {
    Gate gate = requiring(GOOD).uncached();

    assertThat(gate.cacheable()).isFalse();
    assertThat(judge(gate)).isInstanceOf(Verdict.Red.class);
    Files.createFile(worktree.resolve(GOOD));
    assertThat(judge(gate)).isInstanceOf(Verdict.Green.class);
  }

  /** A log keeps what earlier gates have written. */
  @Test
  void itAddsToItsLog() throws Exception {
    judge(requiring(GOOD));

    assertThat(log).content().startsWith("before\n");
  }

  /** Several trees are judged at once. */
  @Test
  void eightTreesAtOnceGetEachItsOwnVerdict() throws Exception {
    Gate gate = requiring(GOOD);

    List<Boolean> right =
        Runners.run(
            8,
            runner ->
                () -> {
                  Path tree = Files.createDirectory(directory.resolve("tree" + runner));
                  boolean good = runner % 2 == 0;
                  Files.createFile(tree.resolve(good ? GOOD : "bad"));
                  Path own = directory.resolve("gate" + runner + ".log");
                  return gate.judge(tree, own, interrupted) instanceof Verdict.Green == good;
                });

    assertThat(right).containsOnly(true);
  }

  /** An interrupted run gets no verdict. */
  @Test
  void anInterruptEndsItWithoutAVerdict() throws Exception {
    Gate gate = endless(BEGUN);
    FutureTask<Verdict> verdict = begin(gate);
    Runners.await(worktree.resolve(BEGUN));
    interrupted.complete(null);

    assertNoVerdict(verdict);
    assertNoVerdict(begin(gate)); // interrupted before it began
  }

  /** The thread that waits for a gate can be interrupted. */
  @Test
  void anInterruptOfTheThreadEndsIt() throws Exception {
    FutureTask<Verdict> verdict = new FutureTask<>(() -> judge(endless(BEGUN)));
    Thread thread = new Thread(verdict);
    thread.start();
    Runners.await(worktree.resolve(BEGUN));
    thread.interrupt();

    assertNoVerdict(verdict);
  }

  /** A gate that had to end says so, or passes the interrupt on; the tree is not judged. */
  private static void assertNoVerdict(FutureTask<Verdict> verdict) throws Exception {
    try {
      assertThat(Runners.result(verdict))
          .isInstanceOfAny(Verdict.Interrupted.class, Verdict.Undecided.class);
    } catch (InterruptedException passedOn) {
      assertThat(verdict).isDone();
    }
  }

  private FutureTask<Verdict> begin(Gate gate) {
    FutureTask<Verdict> verdict = new FutureTask<>(() -> judge(gate));
    new Thread(verdict).start();
    return verdict;
  }
}
