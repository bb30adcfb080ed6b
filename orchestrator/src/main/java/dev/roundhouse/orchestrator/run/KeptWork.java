package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.issue.IssueId;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of one attempt. Immutable.
 *
 * @param issue the issue's key
 * @param number the attempt's number
 * @param pieces commits by what they are: {@code head}, {@code dirty}, {@code candidate}, {@code
 *     lost-1} …, {@code excluded}, {@code dropped}
 * @param released whether a person has said that it may go
 */
public record KeptWork(String issue, int number, Map<String, String> pieces, boolean released) {
  /** What the names of the refs begin with that hold the pieces. */
  public static final String REFS = "refs/roundhouse/work/";

  /** The piece that is a landing which was taken off a target; it is behind no ref of its own. */
  public static final String DROPPED = "dropped";

  /** Keeps the order of the pieces. */
  public KeptWork {
    pieces = Collections.unmodifiableMap(new TreeMap<>(pieces));
  }

  /** Returns what the names of the refs begin with that hold the pieces of one attempt. */
  public static String refs(IssueId issue, int number) {
    return REFS + issue.key() + "/" + number + "/";
  }

  /** Whether it is of the issue a person calls {@code name}, by id or bare number. */
  public boolean isOf(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return issue.equals(key) || issue.endsWith("-" + key);
  }

  /** The commit that holds most: with what was left uncommitted, if there was any. */
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

  /** The full name of the ref that holds a piece. */
  public String ref(String piece) {
    return REFS + issue + "/" + number + "/" + piece;
  }
}
