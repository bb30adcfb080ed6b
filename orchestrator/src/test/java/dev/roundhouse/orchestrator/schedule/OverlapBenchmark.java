package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.PathPattern;
import dev.roundhouse.core.issue.IssueId;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * What it costs to keep issues apart, with 16 at work: an issue that may start, of many that change
 * three files each, and one look past all of a backlog of which every issue changes the same file.
 */
final class OverlapBenchmark {
  private static final int AT_WORK = 16;

  private OverlapBenchmark() {}

  /** Measures and prints. */
  public static void main(String... args) {
    for (int count : new int[] {1_000, 1_000, 10_000, 100_000}) {
      spread(count);
      crowded(count);
    }
  }

  private static Footprint files(Random random, int of) {
    return Footprint.ofFiles(
        Set.of(
            "src/main/java/a/b/" + random.nextInt(of) + ".java",
            "src/test/java/a/b/" + (of + random.nextInt(of)) + ".java",
            "docs/" + (2 * of + random.nextInt(of)) + ".md"));
  }

  private static void spread(int count) {
    Random random = new Random(6);
    List<Footprint> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(files(random, count));
    }
    OverlapGuard guard = new OverlapGuard();
    long begun = cpu();
    int deferred = 0;
    for (int i = 0; i < count; i++) {
      guard.look();
      if (guard.obstacle(RandomBacklog.id(i), all.get(i)).isPresent()) {
        deferred++;
      } else {
        guard.start(RandomBacklog.id(i), all.get(i));
      }
      if (i >= AT_WORK) {
        guard.release(RandomBacklog.id(i - AT_WORK));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,8d issues, three files each: %6.2f us an issue, %d deferred%n",
        count,
        (cpu() - begun) / 1e3 / count,
        deferred);
  }

  private static void crowded(int count) {
    Footprint same = Footprint.of(List.of(PathPattern.exactly("pom.xml")));
    OverlapGuard guard = new OverlapGuard();
    guard.start(new IssueId("AT-WORK"), same);
    double first = look(guard, same, count);
    double again = look(guard, same, count);
    guard.release(new IssueId("AT-WORK"));
    guard.start(new IssueId("NEXT"), same);
    System.out.printf(
        Locale.ROOT,
        "%,8d issues, all the same file: a look past all %6.1f ms, again %6.1f, with another at"
            + " work %6.1f%n",
        count,
        first,
        again,
        look(guard, same, count));
  }

  private static double look(OverlapGuard guard, Footprint same, int count) {
    long begun = cpu();
    guard.look();
    for (int i = 0; i < count; i++) {
      if (guard.obstacle(RandomBacklog.id(i), same).isEmpty()) {
        throw new IllegalStateException("it may start");
      }
    }
    return (cpu() - begun) / 1e6;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
