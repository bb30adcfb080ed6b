package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.ledger.AccountProblem;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes the one line of plain text that reports a usage limit for programs to read. Pure. */
final class UsageLimitLine {
  private static final Pattern LINE =
      Pattern.compile("Claude AI usage limit reached\\|(\\d{10}|\\d{13})");
  private static final long MILLIS_FROM = 100_000_000_000L;
  private static final long LATEST = 253_402_300_799L;

  private UsageLimitLine() {}

  /** Notes the limit if {@code text} consists of exactly that line. */
  static boolean note(String text, AgentReportBuilder draft) {
    Matcher line = LINE.matcher(text.length() > 100 ? "" : text.strip());
    boolean found = line.matches();
    if (found) {
      draft.refused(AccountProblem.LIMIT, epoch(Long.parseLong(line.group(1))), text);
    }
    return found;
  }

  /** Returns the instant that many seconds, or milliseconds, after 1970; empty if there is none. */
  static Optional<Instant> epoch(long number) {
    long seconds = number >= MILLIS_FROM ? number / 1000 : number;
    return seconds <= 0 || seconds > LATEST
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(seconds));
  }
}
