package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kept work that a person names.
 *
 * @param issue the id or bare number of an issue, or null for all
 * @param attempt the number of an attempt, or 0 for all
 */
record KeptWorkSelection(@Nullable String issue, int attempt) {
  private static final Pattern OF_ATTEMPT = Pattern.compile("(.+)/([0-9]{1,9})");
  private static final String HINT = "see 'roundhouse rescue' for the work that is kept";

  /** Reads {@code ISSUE} or {@code ISSUE/N}. */
  static KeptWorkSelection parse(@Nullable String words, int attempt) {
    Matcher named = OF_ATTEMPT.matcher(words == null ? "" : words);
    return named.matches()
        ? new KeptWorkSelection(named.group(1), Integer.parseInt(named.group(2)))
        : new KeptWorkSelection(words, attempt);
  }

  List<KeptWork> of(List<KeptWork> kept) {
    return kept.stream()
        .filter(each -> issue == null || each.isOf(issue))
        .filter(each -> attempt == 0 || each.number() == attempt)
        .toList();
  }

  /** Refuses kept work unless it belongs to exactly one issue. */
  void requireOne(List<KeptWork> kept) throws RefusedException {
    if (issue == null) {
      throw RefusedException.input("name the issue", HINT);
    }
    List<String> issues = kept.stream().map(KeptWork::issue).distinct().toList();
    if (issues.size() != 1) {
      throw RefusedException.input(
          issues.isEmpty()
              ? "no work on " + issue + " is kept"
              : issue + " may be any of " + String.join(", ", issues),
          HINT);
    }
  }

  /** Returns the commit of {@code piece}, or of the piece that holds most if that is null. */
  static String commit(KeptWork work, @Nullable String piece) throws RefusedException {
    String commit = piece == null ? work.best() : work.pieces().get(piece);
    if (commit == null) {
      throw RefusedException.input(
          "attempt " + work.number() + " of " + work.issue() + " has no piece '" + piece + "'",
          "its pieces are " + String.join(", ", work.pieces().keySet()));
    }
    return commit;
  }
}
