package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.issue.IssueId;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kept work of one attempt. Immutable.
 *
 * @param issue the issue's key
 * @param number the attempt's number
 * @param pieces the commits by kind: {@code head}, {@code dirty}, {@code candidate}, {@code lost-1}
 *     …, {@code excluded}, {@code dropped}
 * @param released true if a person has released it for removal
 */
public record KeptWork(String issue, int number, Map<String, String> pieces, boolean released) {
  /** The prefix of the refs that hold the pieces. */
  public static final String REFS = "refs/roundhouse/work/";

  /** The piece for a landing that was removed from a target; it has no ref. */
  public static final String DROPPED = "dropped";

  /** Keeps the order of the pieces. */
  public KeptWork {
    pieces = Collections.unmodifiableMap(new TreeMap<>(pieces));
  }

  /** Returns the prefix of the refs that hold the pieces of one attempt. */
  public static String refs(IssueId issue, int number) {
    return REFS + issue.key() + "/" + number + "/";
  }

  /** Tells whether this work belongs to the issue that {@code name} names by id or bare number. */
  public boolean isOf(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return issue.equals(key) || issue.endsWith("-" + key);
  }

  /** Returns the commit that contains most, including the uncommitted files if there were any. */
  public String best() {
    for (String name : new String[] {"dirty", "head", "candidate"}) {
      String commit = pieces.get(name);
      if (commit != null) {
        return commit;
      }
    }
    return pieces.entrySet().stream()
        .min(Comparator.comparing(piece -> piece.getKey().equals(DROPPED)))
        .map(Map.Entry::getValue)
        .orElse("");
  }

  /** Returns the full name of the ref that holds a piece. */
  public String ref(String piece) {
    return REFS + issue + "/" + number + "/" + piece;
  }
}
