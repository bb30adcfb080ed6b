package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What keeping apart is worth, on backlogs whose conflicts are known; only with {@code
 * -Doverlap.measure=3}, which says how often. It prints the medians of what landed per minute and
 * of how many attempts were spent on repairs, for each way to treat overlaps, all on the same
 * backlogs one after the other.
 */
@EnabledIfSystemProperty(named = "overlap.measure", matches = "[0-9]+")
class OverlapMeasurementTest {
  private static final int ISSUES = 24;

  @TempDir Path temporary;

  /** What a backlog is like, and what its agents are. */
  enum Scene {
    FEW_SHARED(60, 1, Declared.EXACTLY, 1.0),
    MANY_SHARED(16, 1, Declared.EXACTLY, 1.0),
    MANY_SHARED_CHEAP_REPAIR(16, 1, Declared.EXACTLY, 0.25),
    MOSTLY_MERGE(16, 5, Declared.EXACTLY, 1.0),
    MOSTLY_MERGE_CHEAP_REPAIR(16, 5, Declared.EXACTLY, 0.25),
    PARTLY_WRONG(16, 1, Declared.PARTLY_WRONG, 1.0),
    UNDECLARED(16, 1, Declared.NOTHING, 1.0);

    private final int files;
    private final int regions;
    private final Declared declared;
    private final double repair;

    Scene(int files, int regions, Declared declared, double repair) {
      this.files = files;
      this.regions = regions;
      this.declared = declared;
      this.repair = repair;
    }
  }

  /** What issues say of the two files each changes. */
  enum Declared {
    EXACTLY,
    /** A third of them name one that they do not change, instead of one they do. */
    PARTLY_WRONG,
    NOTHING
  }

  @ParameterizedTest
  @EnumSource
  void keptApartOrNot(Scene scene) throws Exception {
    int times = Integer.getInteger("overlap.measure", 3);
    double seconds = Double.parseDouble(System.getProperty("overlap.seconds", "2"));
    Map<OverlapMode, List<Double>> rates = new EnumMap<>(OverlapMode.class);
    Map<OverlapMode, List<Double>> repairs = new EnumMap<>(OverlapMode.class);
    for (int seed = 0; seed < times; seed++) {
      for (OverlapMode mode : OverlapMode.values()) {
        GitFixture git = GitFixture.in(temporary.resolve(scene + "-" + mode.word() + "-" + seed));
        backlog(git, scene, new Random(seed));
        RunReport report = run(git, scene, mode, seconds);
        assertThat(report.isComplete()).as(report.toString()).isTrue();
        double minutes = report.elapsed().toMillis() / 60_000.0;
        rates.computeIfAbsent(mode, key -> new ArrayList<>()).add(ISSUES / minutes);
        int attempts = report.issues().stream().mapToInt(each -> each.attempts()).sum();
        repairs.computeIfAbsent(mode, key -> new ArrayList<>()).add((double) attempts - ISSUES);
      }
    }
    for (OverlapMode mode : OverlapMode.values()) {
      System.out.printf(
          Locale.ROOT,
          "%-26s %-6s %5.1f landed per minute, %4.0f repairs%n",
          scene,
          mode.word(),
          median(rates.getOrDefault(mode, List.of())),
          median(repairs.getOrDefault(mode, List.of())));
    }
  }

  private static double median(List<Double> figures) {
    List<Double> sorted = new ArrayList<>(figures);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /** Each issue changes one line in two files; the lines stand far apart. */
  private static void backlog(GitFixture git, Scene scene, Random random) {
    String text =
        IntStream.range(0, scene.regions * 10)
            .mapToObj(i -> i + "\n")
            .collect(Collectors.joining());
    IntStream.range(0, scene.files).forEach(i -> git.write("src/f" + i + ".txt", text));
    for (int i = 1; i <= ISSUES; i++) {
      List<Integer> files = two(scene.files, random);
      StringBuilder edits = new StringBuilder();
      for (int file : files) {
        int line = random.nextInt(scene.regions) * 10 + 5;
        edits.append("# edit ").append(line).append(" src/f").append(file).append(".txt\n");
      }
      List<Integer> named = named(files, scene, random);
      String touches =
          named.stream().map(each -> "src/f" + each + ".txt").collect(Collectors.joining(", "));
      git.issue("A-" + i, named.isEmpty() ? "title: x" : "touches: " + touches);
      git.write("issues/A-" + i + ".md", git.read("issues/A-" + i + ".md") + edits);
    }
    git.commitAll("backlog");
  }

  private static List<Integer> two(int files, Random random) {
    TreeSet<Integer> two = new TreeSet<>();
    while (two.size() < 2) {
      two.add(random.nextInt(files));
    }
    return List.copyOf(two);
  }

  private static List<Integer> named(List<Integer> files, Scene scene, Random random) {
    int other = random.nextInt(scene.files);
    boolean wrong = random.nextInt(3) == 0;
    return switch (scene.declared) {
      case EXACTLY -> files;
      case PARTLY_WRONG -> wrong ? List.of(files.get(0), other) : files;
      case NOTHING -> List.of();
    };
  }

  private static RunReport run(GitFixture git, Scene scene, OverlapMode mode, double seconds)
      throws Exception {
    String agent =
        """
        if [ $ROUNDHOUSE_ATTEMPT = 1 ]; then sleep %s; else sleep %s; fi
        grep '^# edit' issues/$ROUNDHOUSE_ISSUE_ID.md | while read -r hash edit line file; do
          sed -i "${line}s/\\$/ $ROUNDHOUSE_ISSUE_ID/" "$file"
        done
        """
            .formatted(seconds, seconds * scene.repair);
    RunOptions.Builder options =
        RunOptions.builder()
            .workers(4)
            .attempts(20)
            .agent(git.agent(agent))
            .gate(git.gate("sleep 0.1\n"));
    options.order(options.order().overlap(mode));
    return Orchestrator.at(Objects.requireNonNull(git.root()))
        .environment(git.environment())
        .options(options.build())
        .build()
        .run();
  }
}
