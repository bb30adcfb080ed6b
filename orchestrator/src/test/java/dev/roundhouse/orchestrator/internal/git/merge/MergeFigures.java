package dev.roundhouse.orchestrator.internal.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/** Counts what a comparison of merges has seen. For one thread. */
final class MergeFigures {
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<String, Integer> shapes = new TreeMap<>();
  private int cases;
  private int refused;
  private int clean;
  private int inProcess;
  private int renames;
  private int markers;

  /** Git refused to merge in the checkout: nothing to compare with. */
  void refused() {
    refused++;
  }

  /** Git called clean what holds conflict markers. */
  void markers() {
    markers++;
  }

  /** Counts a case that was compared; {@code renamed} if git follows a rename on either side. */
  void count(String shape, MergeResult result, Optional<ObjectId> tree, boolean renamed) {
    cases++;
    shapes.merge(shape, 1, Integer::sum);
    inProcess += tree.isPresent() ? 1 : 0;
    renames += renamed ? 1 : 0;
    if (result instanceof MergeResult.Conflicts conflicts) {
      conflicts.conflicts().stream()
          .flatMap(each -> each.kinds().stream())
          .distinct()
          .forEach(kind -> kinds.merge(kind, 1, Integer::sum));
    } else {
      clean++;
    }
  }

  /** Fails unless enough of everything was seen for the comparison to mean something. */
  void assertTelling() {
    assertThat(refused).as("refused in the checkout").isLessThanOrEqualTo(cases / 100);
    assertThat(markers).as("markers in what git calls clean").isLessThanOrEqualTo(1 + cases / 500);
    assertThat(inProcess).as("merged in process").isGreaterThan(cases * 3 / 10);
    assertThat(clean - inProcess).as("merged cleanly by git only").isGreaterThan(cases / 20);
    assertThat(cases - clean).as("conflicts").isGreaterThan(cases / 10);
    assertThat(renames).as("with renames").isGreaterThan(cases / 5);
    assertThat(kinds).containsKeys("contents", "modify/delete", "directory rename suggested");
    assertThat(shapes).containsKeys("fork", "alike", "emptied", "criss-cross", "taken in");
  }

  @Override
  public String toString() {
    return "%s cases, %s clean, %s of them in process; %s with renames; %s refused; %s clean with markers; %s; conflicts %s"
        .formatted(cases, clean, inProcess, renames, refused, markers, shapes, kinds);
  }
}
