package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/** Names the issues whose landings a piece of work collides with. Safe for use by any thread. */
public final class ConflictAttribution {
  private static final int SHOWN = 3;
  private static final int LONGEST = 60;

  private final Repository repository;
  private final String target;

  /** Creates an attribution for the repository of {@code context}. */
  public ConflictAttribution(RunContext context) {
    this.repository = context.repository();
    this.target = context.target().branch();
  }

  /**
   * Describes the changes to {@code paths} that {@code tip} has and {@code work} does not: the
   * subjects of up to three landings or other commits, on one line, without control characters.
   *
   * @throws IOException if the history cannot be read
   */
  public String of(ObjectId tip, ObjectId work, Set<String> paths) throws IOException {
    List<String> subjects = repository.history().subjectsTouching(tip, work, paths, SHOWN + 1);
    String named =
        subjects.stream()
            .limit(SHOWN)
            .map(ConflictAttribution::line)
            .collect(Collectors.joining(", "));
    String more = subjects.size() > SHOWN ? " and more" : "";
    return named.isEmpty() ? line(target) : named + more;
  }

  /** Returns the name of {@code issue} used beside these subjects. */
  public static String name(Issue issue) {
    return issue.id() + ": " + line(issue.title());
  }

  /** Returns hostile text as one short line. */
  static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    int length = line.codePointCount(0, line.length());
    return length <= LONGEST ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
