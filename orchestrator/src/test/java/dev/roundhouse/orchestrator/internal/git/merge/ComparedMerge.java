package dev.roundhouse.orchestrator.internal.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One case as merged in the object database, to be compared with a checkout.
 *
 * @param tree what came of it in process, if that answered
 * @param byGit what came of it by git
 */
record ComparedMerge(RandomHistory.Case which, Optional<ObjectId> tree, MergeResult byGit) {
  /** Merges {@code which} both ways. */
  static ComparedMerge of(RandomHistory.Case which, Repository repository, WorktreePool pool)
      throws IOException, InterruptedException {
    Merger merger = new Merger(repository);
    Optional<ObjectId> tree = merger.inProcess(which.ours(), which.theirs());
    Worktree slot = pool.slot("merge");
    pool.moveTo(slot, which.ours());
    return new ComparedMerge(
        which, tree, GitMergeTree.merge(repository.objects(), slot, which.ours(), which.theirs()));
  }

  /** Fails unless all three are the same. */
  void assertIs(CheckoutMerges.Answer answer, ObjectStore objects) throws IOException {
    if (answer.ending().equals("clean") && byGit instanceof MergeResult.Conflicts conflicts) {
      assertThat(tree).as("merged in process").isEmpty();
      assertHoldsMarkers(ObjectId.fromString(answer.detail()), conflicts, objects);
      return;
    }
    if (answer.ending().equals("clean")) {
      assertThat(byGit).isEqualTo(new MergeResult.Clean(ObjectId.fromString(answer.detail())));
      assertThat(tree.map(ObjectId::name)).isIn(Optional.empty(), Optional.of(answer.detail()));
      return;
    }
    assertThat(tree).as("merged in process").isEmpty();
    assertThat(byGit).isInstanceOf(MergeResult.Conflicts.class);
    if (answer.ending().equals("conflicts")) {
      assertThat(stages((MergeResult.Conflicts) byGit, objects))
          .isEqualTo(stages(answer.stages(), objects));
    } else {
      assertThat(which.shape()).isEqualTo("strangers");
    }
  }

  /** Only this is a conflict to us and not to git: markers in what it calls clean. */
  private static void assertHoldsMarkers(
      ObjectId tree, MergeResult.Conflicts conflicts, ObjectStore objects) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String path : conflicts.paths()) {
      objects
          .readFile(tree, path)
          .ifPresent(bytes -> all.append(new String(bytes, StandardCharsets.ISO_8859_1)));
    }
    assertThat(all.toString()).containsPattern("(?m)^<{7,9} HEAD(:|$)");
  }

  private Set<String> stages(MergeResult.Conflicts conflicts, ObjectStore objects)
      throws IOException {
    Set<String> all = new TreeSet<>();
    for (Conflict each : conflicts.conflicts()) {
      String path = each.path().replace("~" + which.ours().name(), "~HEAD");
      add(all, path, 1, each.base(), objects);
      add(all, path, 2, each.ours(), objects);
      add(all, path, 3, each.theirs(), objects);
    }
    return all;
  }

  private void add(
      Set<String> all, String path, int number, Optional<Conflict.Stage> stage, ObjectStore objects)
      throws IOException {
    if (stage.isPresent()) {
      all.add(stage.get().mode() + " " + number + " " + path + " " + content(stage.get(), objects));
    }
  }

  /** Of a file the content, as it may hold markers of its own, with our side named as git does. */
  private String content(Conflict.Stage stage, ObjectStore objects) throws IOException {
    return objects
        .readBlob(stage.id(), 1 << 20)
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .map(text -> text.replace(which.ours().name(), "HEAD"))
        .orElse(stage.id().name());
  }

  private Set<String> stages(Set<String> lines, ObjectStore objects) throws IOException {
    Set<String> all = new TreeSet<>();
    for (String line : lines) {
      List<String> words = List.of(line.substring(0, line.indexOf('\t')).split(" ", -1));
      Conflict.Stage stage = new Conflict.Stage(words.get(0), ObjectId.fromString(words.get(1)));
      all.add(
          words.get(0)
              + " "
              + words.get(2)
              + " "
              + line.substring(line.indexOf('\t') + 1)
              + " "
              + content(stage, objects));
    }
    return all;
  }

  @Override
  public String toString() {
    return "-Dmerge.seed=%s (%s) ours %s theirs %s"
        .formatted(which.seed(), which.shape(), which.ours().name(), which.theirs().name());
  }
}
