package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.testing.Change;
import dev.roundhouse.core.testing.InMemory;
import dev.roundhouse.core.testing.QuietLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a disk may hold after the power was gone, every acknowledged step is there, and of those
 * under way the first few, as a whole; where only one is under way at a time, that one or none.
 * What was forced is there; of the rest each write may be there, or not, or torn at any byte, or
 * zeros, and each change of a name may be there or not, whichever came first.
 *
 * <p>A sample of the states, chosen by {@code -Dproofs.seed}; 100,000 with {@code
 * -Dproofs.full=true}; only the one a failure names with {@code -Dproofs.state=life:moment:state}.
 */
@ExtendWith(QuietLogs.class)
@Tag("slow")
class PowerLossTest {
  private static final long SEED = Long.getLong("proofs.seed", 20260102L);
  private static final int MOST = Boolean.getBoolean("proofs.full") ? 100_000 : 2_000;

  @TempDir(factory = InMemory.class)
  Path root;

  @Test
  void whateverThePowerLeavesTheLedgerOpensAndNothingAcknowledgedIsLost() throws IOException {
    PowerLives lives = PowerLives.in(root.resolve("lives"));
    String only = System.getProperty("proofs.state");
    List<PowerLives.State> sample =
        only == null ? lives.sample(MOST, new Random(SEED)) : List.of(PowerLives.State.of(only));
    System.out.println("power loss: " + sample.size() + " of " + lives.figures());
    checkAll(lives, sample);
  }

  /** Its twin: were one of these forces left out, it would be seen. */
  @ParameterizedTest
  @EnumSource
  void aDiskThatDoesNotForceIsFoundOut(Lie lie) throws IOException {
    PowerLives lives = PowerLives.onLyingDisk(root.resolve("lies"), lie::isOf);
    List<PowerLives.State> sample = lives.sample(2_000, new Random(SEED));

    assertThatThrownBy(() -> checkAll(lives, sample)).isInstanceOf(AssertionError.class);
  }

  private void checkAll(PowerLives lives, List<PowerLives.State> sample) throws IOException {
    for (PowerLives.State each : sample) {
      check(each, lives.moment(each));
    }
  }

  private void check(PowerLives.State state, PowerMoment moment) throws IOException {
    try {
      Path directory = root.resolve("after");
      lay(directory, moment.files(state.state()));
      Aftermath left = Aftermath.of(directory);
      assertThat(left.steps()).containsAll(moment.acknowledged());
      assertThat(moment.begun()).containsAll(left.steps());
      if (!left.steps().isEmpty()) {
        assertThat(left.steps()).containsAll(moment.begun().headSet(left.steps().last()));
      }
    } catch (IOException | AssertionError wrong) {
      String where = "after " + moment.last() + ", state " + state + " of seed " + SEED;
      throw new AssertionError(where + ": " + moment.files(state.state()).keySet(), wrong);
    }
  }

  /** Lays the files there; lock files stay, since this process has them open. */
  private static void lay(Path directory, Map<Path, byte[]> files) throws IOException {
    Files.createDirectories(directory.resolve("journal"));
    try (Stream<Path> old = Files.walk(directory)) {
      for (Path each : old.filter(Files::isRegularFile).toList()) {
        if (!each.toString().endsWith("lock")) {
          Files.delete(each);
        }
      }
    }
    for (Map.Entry<Path, byte[]> each : files.entrySet()) {
      Files.write(directory.resolve(each.getKey()), each.getValue());
    }
  }

  /** What a disk may say it did and has not. */
  enum Lie {
    RECORDS(Change.Kind.FORCE, "jsonl"),
    STAGED_FILES(Change.Kind.FORCE, "staged"),
    NAMES_OF_JOURNAL_FILES(Change.Kind.FORCE_NAMES, "journal"),
    NAMES_OF_SNAPSHOTS(Change.Kind.FORCE_NAMES, "life-0");

    private final Change.Kind kind;
    private final String end;

    Lie(Change.Kind kind, String end) {
      this.kind = kind;
      this.end = end;
    }

    boolean isOf(Change change) {
      return change.kind() == kind && change.file().toString().endsWith(end);
    }
  }
}
