package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.RunReport.Ending;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agents that delete unreachable objects of the repository in a loop, while others commit and their
 * work is saved, merged, tested and landed: all of it lands, and the repository is whole.
 */
@Tag("slow")
class PruningAgentsTest {
  private static final boolean FULL = Boolean.getBoolean("proofs.full");
  private static final int ISSUES = FULL ? 40 : 6;
  private static final int ROUNDS = FULL ? 20 : 3; // of an agent's pruning

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git gc -q --prune=now",
        "git prune --expire=now",
        "git repack -q -a -d && git prune-packed -q",
        "git reflog expire --expire=now --all && git gc -q --prune=now",
      })
  void whateverAgentsDeleteAllLandsAndTheRepositoryIsWhole(String prune) throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    IntStream.range(0, 300).forEach(i -> git.write("lib/" + i % 20 + "/" + i, "file " + i + "\n"));
    IntStream.range(0, ISSUES).forEach(i -> git.issue("A-" + i));
    git.commitAll("backlog");
    RunOptions options =
        RunOptions.builder()
            .workers(4)
            .attempts(3)
            .agent(git.agent(agent(prune)))
            .gate(git.gate("[ ! -d new ] || cat new/*/9 >/dev/null"))
            .build();

    RunReport report = git.orchestrator().options(options).build().run();

    assertThat(report.ending()).isEqualTo(Ending.FINISHED);
    assertThat(git.landed("refs/roundhouse/tip/main")).hasSize(ISSUES).doesNotHaveDuplicates();
    assertThat(git.git("fsck", "--no-dangling").lines())
        .noneMatch(line -> line.contains("missing") || line.contains("invalid"));
    git.git("gc", "-q", "--prune=now");
  }

  /** Half of them commit, twice; what a neighbour's pruning makes fail is no failure of theirs. */
  private static String agent(String prune) {
    return """
        i=${ROUNDHOUSE_ISSUE_ID#A-}
        (for j in $(seq ROUNDS); do PRUNE || true; done) 2>/dev/null &
        mkdir -p new/$i
        for j in 1 2 3 4 5; do echo "$i $j" >new/$i/$j; done
        git add -A 2>/dev/null || true
        if [ $((i % 2)) = 0 ]; then git commit -qm one 2>/dev/null || true; fi
        for j in 6 7 8 9; do echo "$i $j" >new/$i/$j; done
        if [ $((i % 2)) = 0 ]; then
          git add -A 2>/dev/null && git commit -qm two 2>/dev/null || true
        fi
        wait
        """
        .replace("ROUNDS", String.valueOf(ROUNDS))
        .replace("PRUNE", prune);
  }
}
