package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the caller of a ledger was told of each act, who goes on whatever fails. For one thread. */
final class Told {
  private final SortedSet<Integer> acknowledged = new TreeSet<>();
  private final SortedSet<Integer> unknown = new TreeSet<>();
  private final List<String> failures = new ArrayList<>();

  /** Whether {@code act} succeeded. */
  boolean succeeds(LedgerLife.Act act) {
    try {
      act.body().run();
    } catch (IOException failed) {
      String message = String.valueOf(failed.getMessage());
      failures.add(message);
      if (message.contains("unknown")) {
        unknown.add(act.step());
      }
      return false;
    }
    if (act.step() > 0) {
      acknowledged.add(act.step());
    }
    return true;
  }

  /** The messages of what failed. */
  List<String> failures() {
    return failures;
  }

  /**
   * Whether it was true: what was acknowledged is there, and what failed is not, unless unknown.
   */
  void wasTrue(String where, Aftermath left) {
    SortedSet<Integer> further = new TreeSet<>(left.steps());
    assertThat(left.steps()).as(where).containsAll(acknowledged);
    further.removeAll(acknowledged);
    assertThat(unknown).as(where).containsAll(further);
  }
}
