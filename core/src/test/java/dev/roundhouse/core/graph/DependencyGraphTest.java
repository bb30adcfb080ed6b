package dev.roundhouse.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Who blocks whom, at any length. */
class DependencyGraphTest {
  private static final int LONG = 100_000;

  private static IssueId id(int number) {
    return new IssueId("T-" + number);
  }

  private static Issue issue(int number, Integer... blockers) {
    Set<IssueId> ids = new HashSet<>();
    for (int each : blockers) {
      ids.add(id(each));
    }
    return Issue.builder(id(number)).blockedBy(ids).build();
  }

  @Test
  void aChainOfAHundredThousandIsOnlyAsLongAsItIs() {
    List<Issue> chain = new ArrayList<>();
    for (int i = 1; i <= LONG; i++) {
      chain.add(i == 1 ? issue(1) : issue(i, i - 1));
    }
    DependencyGraph graph = DependencyGraph.of(chain);

    assertThat(graph.remainingChain()).containsEntry(id(1), LONG - 1).containsEntry(id(LONG), 0);
    assertThat(graph.cycles()).isEmpty();
    assertThat(graph.closure(Set.of(id(LONG)))).hasSize(LONG);
  }

  @Test
  void aCircleOfAHundredThousandIsFound() {
    List<Issue> circle = new ArrayList<>();
    for (int i = 1; i <= LONG; i++) {
      circle.add(issue(i, i == 1 ? LONG : i - 1));
    }
    assertThat(DependencyGraph.of(circle).cycles())
        .hasSize(1)
        .first()
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(LONG);
  }

  @Test
  void knowsBlockersDependentsUnknownsAndKnots() {
    DependencyGraph graph =
        DependencyGraph.of(
            List.of(issue(1), issue(2, 1), issue(3, 1, 99), issue(4, 5), issue(5, 4), issue(6, 6)));

    assertThat(graph.blockers(id(2))).containsExactly(id(1));
    assertThat(graph.dependents(id(1))).containsExactlyInAnyOrder(id(2), id(3));
    assertThat(graph.unknownBlockers(id(3))).containsExactly(id(99));
    assertThat(graph.cycles()).containsExactlyInAnyOrder(List.of(id(4), id(5)), List.of(id(6)));
  }

  @Test
  void theCriticalPathIsTheLongestByWeightAndIsFoundAgainByTryingAllPaths() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int count = 1 + random.nextInt(9);
      List<Issue> issues = new ArrayList<>();
      long[] weights = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = random.nextInt(5);
        Set<Integer> blockers = new HashSet<>();
        for (int b = random.nextInt(3); b > 0 && i > 0; b--) {
          blockers.add(random.nextInt(i));
        }
        issues.add(issue(i, blockers.toArray(Integer[]::new)));
      }
      DependencyGraph graph = DependencyGraph.of(issues);
      CriticalPath path = CriticalPath.of(graph, id -> weights[number(id)]);
      for (Issue each : issues) {
        assertThat(path.chain(each.id())).isEqualTo(tried(graph, each.id(), weights));
      }
      long longest = path.longest().stream().mapToLong(id -> weights[number(id)]).sum();
      assertThat(path.chain(path.longest().get(0))).isEqualTo(longest);
    }
  }

  private static int number(IssueId id) {
    return Integer.parseInt(id.value().substring(2));
  }

  private static long tried(DependencyGraph graph, IssueId id, long[] weights) {
    long rest =
        graph.dependents(id).stream()
            .mapToLong(each -> tried(graph, each, weights))
            .max()
            .orElse(0);
    return weights[number(id)] + rest;
  }

  @Test
  void familiesAreWalkedToTheirLeavesAndCirclesOfParentsOnce() {
    Epics epics =
        Epics.of(
            List.of(child(2, 1), child(3, 1), child(4, 3), child(5, 6), child(6, 5), child(7, 7)));
    assertThat(epics.children(id(1))).containsExactlyInAnyOrder(id(2), id(3));
    assertThat(epics.leaves(id(1))).containsExactlyInAnyOrder(id(2), id(4));
    assertThat(epics.leaves(id(5))).isEmpty();
    assertThat(epics.isDone(id(1), Set.of(id(2), id(4))::contains)).isTrue();
    assertThat(epics.isDone(id(1), Set.of(id(2), id(3))::contains)).isFalse();
    assertThat(epics.isDone(id(7), id -> true)).isFalse();
  }

  private static Issue child(int number, int parent) {
    return Issue.builder(id(number)).parent(Optional.of(id(parent))).build();
  }
}
