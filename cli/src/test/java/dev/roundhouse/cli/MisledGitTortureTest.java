package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Git is led elsewhere in every way that a seed draws: keys, at places, in repositories of several
 * kinds, by variables, damage and links. A directory beside the repository and all that is the
 * user's is compared byte for byte, and no agent's work may be lost.
 *
 * <p>A few seeds; an hour of them with {@code -Dproofs.full=true}, {@code -Dmisled.minutes=N} for
 * that long, from {@code -Dmisled.first}; only one with {@code -Dmisled.seed=N}.
 */
@Tag("slow")
class MisledGitTortureTest {
  private static final long[] USUAL = {13, 78, 108, 375};

  @TempDir Path temporary;

  @Test
  void whereverGitIsLedNothingElseIsTouchedAndNoWorkIsLost() throws Exception {
    List<String> failures = new ArrayList<>();
    Map<MisledWorld.Kind, Integer> kinds = new EnumMap<>(MisledWorld.Kind.class);
    long begin = System.nanoTime();
    long limit = Duration.ofMinutes(minutes()).toNanos();
    LongStream seeds =
        Long.getLong("misled.seed") != null
            ? LongStream.of(Long.getLong("misled.seed"))
            : minutes() > 0
                ? LongStream.iterate(Long.getLong("misled.first", 1), seed -> seed + 1)
                : LongStream.of(USUAL);
    for (long seed : (Iterable<Long>) seeds::iterator) {
      if (minutes() > 0 && System.nanoTime() - begin > limit) {
        break;
      }
      MisledCase drawn = new MisledCase(seed);
      kinds.merge(drawn.kind(), 1, Integer::sum);
      Path directory = temporary.resolve("s" + seed);
      List<String> wrong = drawn.run(Files.createDirectories(directory));
      if (!wrong.isEmpty()) {
        failures.add(drawn + "\n  * " + String.join("\n  * ", wrong) + "\n" + drawn.said());
        System.out.println(failures.get(failures.size() - 1));
      }
      if (Boolean.getBoolean("misled.told")) {
        System.out.println(
            "seed " + seed + " " + drawn.kind() + (wrong.isEmpty() ? " well" : " WRONG"));
      }
      if (!Boolean.getBoolean("misled.keep")) {
        delete(directory);
      }
    }
    long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    System.out.println("cases " + kinds + " in " + seconds + " s, wrong: " + failures.size());
    assertThat(failures).isEmpty();
  }

  private static long minutes() {
    return Long.getLong("misled.minutes", Boolean.getBoolean("proofs.full") ? 60 : 0);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(each);
      }
    }
  }
}
