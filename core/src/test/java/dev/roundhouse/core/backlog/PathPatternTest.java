package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two patterns meet exactly where some path fits both, as the JDK's own patterns say. */
class PathPatternTest {
  private static final List<String> NAMES = List.of("a", "b", "ab", "ba", "aa", "bb", "aab", "abb");
  private static final List<String> PIECES =
      List.of("a", "b", "ab", "*", "**", "a*", "*b", "?", "a?", "?*", "*a*");

  private static List<Path> universe() {
    List<Path> all = new ArrayList<>();
    List<String> level = NAMES;
    for (int depth = 0; depth < 4; depth++) {
      level.forEach(each -> all.add(Path.of(each)));
      List<String> deeper = new ArrayList<>();
      for (String each : depth < 3 ? level : List.<String>of()) {
        NAMES.forEach(name -> deeper.add(each + "/" + name));
      }
      level = deeper;
    }
    return all;
  }

  private static String pattern(Random random) {
    StringBuilder text = new StringBuilder(PIECES.get(random.nextInt(PIECES.size())));
    for (int i = random.nextInt(2); i > 0; i--) {
      text.append('/').append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** The JDK has no folders that may be missing: the same with and without them. */
  private static PathMatcher matcher(String text) {
    List<String> forms = new ArrayList<>(List.of(""));
    for (String name : text.split("/", -1)) {
      List<String> longer = new ArrayList<>();
      for (String form : forms) {
        longer.add(form.isEmpty() ? name : form + "/" + name);
        if (name.equals("**")) {
          longer.add(form);
        }
      }
      forms = longer;
    }
    List<PathMatcher> all =
        forms.stream()
            .filter(each -> !each.isEmpty())
            .map(each -> FileSystems.getDefault().getPathMatcher("glob:" + each))
            .toList();
    return path -> all.stream().anyMatch(each -> each.matches(path));
  }

  @Test
  void patternsMeetExactlyWhereAPathFitsBoth() {
    List<Path> universe = universe();
    Random random = new Random(6);
    int met = 0;
    for (int i = 0; i < 400; i++) {
      PathPattern one = PathPattern.parse(pattern(random)).orElseThrow();
      PathPattern other = PathPattern.parse(pattern(random)).orElseThrow();
      if (!one.isWild() && !other.isWild()) {
        continue;
      }
      PathMatcher first = matcher(one.text());
      PathMatcher second = matcher(other.text());
      boolean some =
          universe.stream().anyMatch(each -> first.matches(each) && second.matches(each));
      assertThat(one.meets(other)).as("%s and %s", one, other).isEqualTo(some);
      assertThat(other.meets(one)).as("%s and %s", other, one).isEqualTo(some);
      met += some ? 1 : 0;
    }
    assertThat(met).isBetween(50, 350);
  }
}
