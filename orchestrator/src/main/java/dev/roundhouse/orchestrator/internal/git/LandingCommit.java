package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * A commit that landed work, according to its trailers. Immutable.
 *
 * @param commit the commit
 * @param issue the issue whose work it is, or empty if the trailer names none
 * @param attempt the attempt's id
 * @param subject the first line of its message
 */
public record LandingCommit(
    ObjectId commit, Optional<IssueId> issue, String attempt, String subject) {
  private static final String TIPS = "refs/roundhouse/tip/";
  private static final String DROPPED = "refs/roundhouse/dropped/";

  /** Returns the commit as one line for people. */
  public String line() {
    return commit.abbreviate(10).name() + " " + subject;
  }

  /**
   * Returns the landings {@code from} has and {@code without} lacks, even in amended form; newest
   * first.
   */
  public static List<LandingCommit> between(Repository repository, ObjectId from, ObjectId without)
      throws IOException {
    Set<String> still = new HashSet<>();
    for (RevCommit each : repository.objects().firstParents(without, from)) {
      still.addAll(each.getFooterLines("Roundhouse-Attempt"));
    }
    List<LandingCommit> landings = new ArrayList<>();
    for (RevCommit each : repository.objects().firstParents(from, without)) {
      List<String> attempts = each.getFooterLines("Roundhouse-Attempt");
      if (!attempts.isEmpty() && !still.containsAll(attempts)) {
        landings.add(of(each, attempts.get(attempts.size() - 1)));
      }
    }
    return landings;
  }

  private static LandingCommit of(RevCommit commit, String attempt) {
    List<String> issues = commit.getFooterLines("Roundhouse-Issue");
    Optional<IssueId> issue =
        issues.isEmpty() ? Optional.empty() : IssueId.parse(issues.get(issues.size() - 1));
    return new LandingCommit(commit.getId(), issue, attempt, commit.getShortMessage());
  }

  /**
   * Returns the landings that people removed from a target and went on without, each once; none
   * that is on a tip.
   *
   * @throws IOException if they cannot be read
   */
  public static List<LandingCommit> dropped(Repository repository) throws IOException {
    Map<ObjectId, LandingCommit> dropped = new LinkedHashMap<>();
    for (ObjectId from : repository.refs().commits(DROPPED).values()) {
      Map<ObjectId, LandingCommit> gone = new LinkedHashMap<>();
      boolean first = true;
      for (ObjectId tip : repository.refs().commits(TIPS).values()) {
        Map<ObjectId, LandingCommit> missing = new LinkedHashMap<>();
        between(repository, from, tip).forEach(each -> missing.put(each.commit(), each));
        if (first) {
          gone.putAll(missing);
        } else {
          gone.keySet().retainAll(missing.keySet());
        }
        first = false;
      }
      dropped.putAll(gone);
    }
    return List.copyOf(dropped.values());
  }
}
