package dev.roundhouse.orchestrator.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What is kept of one attempt. Immutable.
 *
 * @param issue the issue's key
 * @param number the attempt's number
 * @param pieces commits by what they are: {@code head}, {@code dirty}, {@code candidate}, {@code
 *     lost-1} …
 */
public record KeptWork(String issue, int number, Map<String, String> pieces) {
  private static final String PREFIX = "refs/roundhouse/work/";

  /** Keeps the order of the pieces. */
  public KeptWork {
    pieces = Collections.unmodifiableMap(new TreeMap<>(pieces));
  }

  /** Everything that is kept in {@code repository}, by issue and attempt. */
  public static List<KeptWork> list(Repository repository) throws IOException {
    Map<String, Map<String, String>> byAttempt = new HashMap<>();
    for (Map.Entry<String, ObjectId> ref : repository.refs(PREFIX).entrySet()) {
      String name = ref.getKey().substring(PREFIX.length());
      int cut = name.lastIndexOf('/');
      byAttempt
          .computeIfAbsent(name.substring(0, cut), key -> new HashMap<>())
          .put(name.substring(cut + 1), ref.getValue().name());
    }
    List<KeptWork> kept = new ArrayList<>();
    byAttempt.forEach(
        (attempt, pieces) -> {
          int cut = attempt.lastIndexOf('/');
          int number = Integer.parseInt(attempt.substring(cut + 1));
          kept.add(new KeptWork(attempt.substring(0, cut), number, pieces));
        });
    kept.sort(Comparator.comparing(KeptWork::issue).thenComparing(KeptWork::number));
    return kept;
  }

  /** Whether it is of the issue a person calls {@code name}, by id or bare number. */
  public boolean isOf(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return issue.equals(key) || issue.endsWith("-" + key);
  }

  /** The commit that holds most: with what was left uncommitted, if there was any. */
  public String best() {
    return pieces.getOrDefault("dirty", pieces.getOrDefault("head", ""));
  }

  /**
   * Makes a new branch of {@link #best}; false if there is one of that name, or it is no name.
   *
   * @throws IOException if it could not be made
   */
  public boolean toBranch(Repository repository, String name)
      throws IOException, InterruptedException {
    boolean valid = repository.git().ask("check-ref-format", "refs/heads/" + name).ok();
    return valid
        && !name.startsWith("-")
        && repository.updateRef(
            "refs/heads/" + name, null, ObjectId.fromString(best()), "roundhouse: rescue");
  }
}
