package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Change;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.InMemory;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.QuietLogs;
import dev.roundhouse.core.testing.Stopper.When;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that dies at any change to the ledger's files loses no acknowledged step, halves none
 * and locks nobody out; what it leaves is what {@code docs/internals/crashes-ledger.md} says.
 * Written anew with {@code -Dcrash.table.write=true}.
 */
@ExtendWith(QuietLogs.class)
@Tag("slow")
class CrashTableTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", ".")).resolve("../docs/internals/crashes-ledger.md");
  private static final int SAMPLE = 16;

  @TempDir(factory = InMemory.class)
  Path root;

  private int lives;

  private Path fresh() {
    lives++;
    return root.resolve("life-" + lives);
  }

  @Test
  void theTableSaysWhatACrashAtEachChangeComesTo() throws IOException {
    List<CrashRun.Made> changes = CrashRun.whole(fresh()).made();
    CrashTable table = new CrashTable();
    for (int number = 0; number < changes.size(); number++) {
      EnumMap<When, String> fates = new EnumMap<>(When.class);
      for (When when : possible(changes.get(number).change())) {
        fates.put(when, fateOf(number, when));
      }
      table.add(changes.get(number).act(), changes.get(number).change(), fates);
    }
    if (Boolean.getBoolean("crash.table.write")) {
      Files.writeString(PAGE, table.page());
    }
    assertThat(PAGE).hasContent(table.page());
  }

  private static List<When> possible(Change change) {
    return change.kind() == Change.Kind.WRITE
        ? List.of(When.values())
        : List.of(When.BEFORE, When.AFTER);
  }

  /** What comes of a crash there, whose process lives on but changes nothing any more. */
  private String fateOf(int number, When when) throws IOException {
    Path directory = fresh();
    List<String> news = CrashRun.until(number, when, directory).news();
    return fate(news, Aftermath.of(directory));
  }

  @Test
  void aHaltedProcessLeavesJustThat() throws Exception {
    List<CrashRun.Made> changes = CrashRun.whole(fresh()).made();
    List<Point> points = new ArrayList<>();
    for (int number = 0; number < changes.size(); number++) {
      for (When when : possible(changes.get(number).change())) {
        points.add(new Point(number, when));
      }
    }
    int stride = Boolean.getBoolean("proofs.full") ? 1 : Math.max(1, points.size() / SAMPLE);
    for (int i = 0; i < points.size(); i += stride) {
      Point point = points.get(i);
      assertThat(fateOfHalted(point))
          .as("halted %s change %s", point.when(), point.number() + 1)
          .isEqualTo(fateOf(point.number(), point.when()));
    }
  }

  private String fateOfHalted(Point point) throws Exception {
    Path directory = fresh();
    Path news = root.resolve("news");
    Process child =
        ChildJvm.of(
                CrashRun.Child.class,
                directory.toString(),
                Integer.toString(point.number()),
                point.when().name())
            .redirectOutput(news.toFile())
            .start();
    assertThat(Patience.exitCode(child)).isEqualTo(CrashRun.HALTED);
    return fate(Files.readAllLines(news), Aftermath.of(directory));
  }

  /** In the words of the table; fails if that is no legal fate. */
  private static String fate(List<String> news, Aftermath left) {
    TreeSet<Integer> acknowledged = new TreeSet<>();
    int begun = 0;
    for (String each : news) {
      int step = Integer.parseInt(each.substring("step ".length()));
      begun = each.startsWith("step") ? step : 0;
      if (each.startsWith("done") && step > 0) {
        acknowledged.add(step);
      }
    }
    String step = begun == 0 ? "as it was" : "step absent";
    if (!left.steps().equals(acknowledged)) {
      assertThat(begun).isPositive();
      acknowledged.add(begun);
      assertThat(left.steps()).isEqualTo(acknowledged);
      step = "step whole";
    }
    return step + (left.torn() ? ", tail cut" : "") + (left.staged() ? ", staged left" : "");
  }

  private record Point(int number, When when) {}
}
