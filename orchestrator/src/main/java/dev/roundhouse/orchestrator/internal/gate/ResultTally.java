package dev.roundhouse.orchestrator.internal.gate;

import dev.roundhouse.orchestrator.gate.TestResults;
import dev.roundhouse.orchestrator.gate.TestResults.FailedTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Counts tests, and keeps the first that did not pass. For one thread. */
final class ResultTally {
  private static final int MOST_KEPT = 50;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_MESSAGE = 300;
  private static final int LONGEST_DETAIL = 1_000;
  private static final int MOST_LINES = 12;

  private final UnaryOperator<String> shown;
  private final List<FailedTest> kept = new ArrayList<>();
  private int tests;
  private int failures;
  private int errors;
  private int skipped;

  /** Creates a tally; kept texts go through {@code shown}. */
  ResultTally(UnaryOperator<String> shown) {
    this.shown = shown;
  }

  /** The outcomes of a test. */
  enum Kind {
    PASSED,
    SKIPPED,
    FAILED,
    BROKE
  }

  void add(Kind kind, String suite, String name, String message, String detail) {
    tests++;
    skipped += kind == Kind.SKIPPED ? 1 : 0;
    failures += kind == Kind.FAILED ? 1 : 0;
    errors += kind == Kind.BROKE ? 1 : 0;
    if ((kind == Kind.FAILED || kind == Kind.BROKE) && kept.size() < MOST_KEPT) {
      String lines = shown.apply(detail);
      String text = firstLine(shown.apply(message));
      kept.add(
          new FailedTest(
              cut(firstLine(shown.apply(suite)), LONGEST_NAME),
              cut(firstLine(shown.apply(name)), LONGEST_NAME),
              kind == Kind.BROKE,
              cut(text.isEmpty() ? firstLine(lines) : text, LONGEST_MESSAGE),
              cut(firstLines(lines), LONGEST_DETAIL)));
    }
  }

  TestResults results(boolean complete) {
    return new TestResults(tests, failures, errors, skipped, kept, complete);
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  private static String firstLines(String text) {
    return text.lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty())
        .limit(MOST_LINES)
        .collect(Collectors.joining("\n"));
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
