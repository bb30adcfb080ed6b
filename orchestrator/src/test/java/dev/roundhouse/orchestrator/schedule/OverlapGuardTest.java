package dev.roundhouse.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.PathPattern;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is kept apart from whom, and for how long. */
class OverlapGuardTest {
  private final OverlapGuard guard = new OverlapGuard();

  private static IssueId id(String id) {
    return new IssueId(id);
  }

  private static Footprint files(String... paths) {
    return Footprint.of(
        Stream.of(paths).map(each -> PathPattern.parse(each).orElseThrow()).toList());
  }

  private boolean waits(String id, Footprint wants) {
    return guard.obstacle(id(id), wants).isPresent();
  }

  @Test
  void whatIsHeldIsFreeAgainWhenItIsReleasedOrTurnsOutNotToBeChanged() {
    guard.start(id("A"), files("src/", "pom.xml"));
    guard.look();

    assertThat(guard.obstacle(id("B"), files("docs/x", "src/X.java")))
        .map(each -> each.why())
        .contains("touches src/X.java as A does");
    assertThat(waits("C", files("docs/x"))).isFalse();
    assertThat(waits("D", Footprint.NONE)).isFalse();

    long before = guard.releases();
    guard.hold(id("A"), files("pom.xml"));
    assertThat(guard.releases()).isGreaterThan(before);
    assertThat(waits("B", files("docs/x", "src/X.java"))).isFalse();
    assertThat(waits("E", files("*.xml"))).isTrue();
    long held = guard.releases();
    guard.release(id("A"));
    assertThat(guard.releases()).isGreaterThan(held);
    assertThat(waits("E", files("*.xml"))).isFalse();
  }

  @Test
  void whatIsChangedAfterAllIsHeldToo() {
    guard.start(id("A"), files("a"));
    guard.look();
    Footprint wants = files("b");
    assertThat(waits("B", wants)).isFalse();

    guard.hold(id("A"), files("a", "b"));

    assertThat(waits("B", wants)).isTrue();
    assertThat(guard.obstacle(id("A"), files("a"))).as("itself is in nobody's way").isEmpty();
  }

  /** X and Y are always held by somebody, in turn; BIG wants both. */
  @Test
  void whoWantsMuchIsNotOvertakenForEver() {
    Footprint both = files("x", "y");
    guard.start(id("X-0"), files("x"));
    List<String> started = new ArrayList<>();
    for (int round = 1; round < 20; round++) {
      guard.look();
      if (!waits("BIG", both)) {
        assertThat(started).hasSize(OverlapGuard.PATIENCE);
        return;
      }
      String path = round % 2 == 0 ? "x" : "y";
      String next = path.toUpperCase(java.util.Locale.ROOT) + "-" + round;
      if (!waits(next, files(path))) {
        guard.start(id(next), files(path));
        started.add(next);
      }
      String before = round % 2 == 0 ? "Y-" : "X-";
      guard.release(id(before + (round - 1)));
    }
    throw new AssertionError("it waits for ever, behind " + started);
  }

  @Test
  void norIsItByManyThatStartInOneLook() {
    guard.start(id("X"), files("x"));
    guard.look();
    assertThat(waits("BIG", files("x", "a", "b", "c", "d"))).isTrue();

    for (String each : List.of("a", "b", "c")) {
      assertThat(waits(each, files(each))).isFalse();
      guard.start(id(each), files(each));
    }

    assertThat(waits("d", files("d"))).as("it has been overtaken often enough").isTrue();
  }

  @Test
  void aCollisionNamesAFewFiles() {
    guard.start(id("A"), files("a/", "b", "c", "d", "e"));

    assertThat(guard.collisions(id("B"), files("a/1", "b", "c", "d", "e")))
        .extracting(each -> each.why())
        .containsExactly("touches a/1, b, c and more as A does");
  }

  /** A look asks only once what all who want the same would be told. */
  @Test
  void whoWantsTheSameIsToldTheSame() {
    guard.start(id("A"), files("a"));
    guard.look();

    for (int i = 0; i < 100; i++) {
      assertThat(guard.obstacle(id("B-" + i), files("a")))
          .map(each -> each.why())
          .contains("touches a as A does");
    }
    guard.release(id("A"));
    guard.look();

    assertThat(waits("B-99", files("a"))).isFalse();
  }
}
