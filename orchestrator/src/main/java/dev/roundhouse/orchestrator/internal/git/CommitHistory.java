package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Reads authors and subjects from a repository's history. Safe for use by any number of threads.
 */
public final class CommitHistory {
  private static final int FAR = 1000;

  private final org.eclipse.jgit.lib.Repository jgit;
  private final ObjectStore objects;

  CommitHistory(org.eclipse.jgit.lib.Repository jgit, ObjectStore objects) {
    this.jgit = jgit;
    this.objects = objects;
  }

  /**
   * Returns the authors of the commits that {@code head} has and {@code not} lacks, first to last,
   * each once by address.
   */
  public List<PersonIdent> authors(ObjectId head, ObjectId not) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      walk.sort(RevSort.REVERSE);
      walk.sort(RevSort.TOPO, true);
      walk.markStart(walk.parseCommit(head));
      walk.markUninteresting(walk.parseCommit(not));
      Map<String, PersonIdent> authors = new LinkedHashMap<>();
      for (RevCommit commit : walk) {
        PersonIdent author = commit.getAuthorIdent();
        authors.putIfAbsent(author.getEmailAddress(), author);
      }
      return List.copyOf(authors.values());
    }
  }

  /**
   * Returns the subjects of commits {@code tip} has by first parents and {@code not} lacks, newest
   * first, that changed one of {@code paths}; at most {@code most}, from the last thousand commits.
   */
  public List<String> subjectsTouching(ObjectId tip, ObjectId not, Set<String> paths, int most)
      throws IOException {
    List<String> subjects = new ArrayList<>();
    for (RevCommit commit : objects.firstParents(tip, not).stream().limit(FAR).toList()) {
      boolean touches =
          commit.getParentCount() > 0
              && objects
                  .diff(objects.treeOf(commit.getParent(0)), objects.treeOf(commit))
                  .paths()
                  .stream()
                  .anyMatch(paths::contains);
      if (touches && subjects.size() < most) {
        subjects.add(commit.getShortMessage());
      }
    }
    return subjects;
  }
}
