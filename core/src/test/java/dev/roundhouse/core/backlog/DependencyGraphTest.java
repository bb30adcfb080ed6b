package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
    return new Issue(
        id(number),
        "t",
        IssueType.NONE,
        Priority.DEFAULT,
        IssueStatus.OPEN,
        Set.of(),
        ids,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        "p",
        "");
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
}
