package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import dev.roundhouse.orchestrator.agent.AgentReport.UsageLimit;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/** A report while it is being told; bounded, whatever it is told. For one thread. */
final class AgentReportBuilder {
  private static final double MOST_DOLLARS = 1_000_000;

  private String session = "";
  private final StringBuilder message = new StringBuilder();
  private int toolUses;
  private Tokens tokens = Tokens.NONE;
  private Optional<BigDecimal> cost = Optional.empty();
  private Optional<UsageLimit> limit = Optional.empty();
  private boolean authenticationFailed;
  private String error = "";

  /** The session's id; what is not said does not change it. */
  void session(String id) {
    if (!id.isEmpty()) {
      session = oneLine(id, AgentReport.LONGEST_SESSION);
    }
  }

  /** A whole message; an empty one says nothing. */
  void says(String text) {
    if (!text.isBlank()) {
      message.setLength(0);
      adds(text);
    }
  }

  /** More of the message at hand. */
  void adds(String text) {
    message.append(tail(text, AgentReport.LONGEST_MESSAGE));
    if (message.length() > 2 * AgentReport.LONGEST_MESSAGE) {
      message.delete(0, message.length() - AgentReport.LONGEST_MESSAGE);
    }
  }

  /** The next words are a new message. */
  void newMessage() {
    message.setLength(0);
  }

  void usesTool() {
    toolUses += toolUses < Integer.MAX_VALUE ? 1 : 0;
  }

  /** All tokens of the attempt so far. */
  void tokens(Tokens all) {
    tokens = all;
  }

  /** More tokens than were told before. */
  void moreTokens(Tokens more) {
    tokens = tokens.plus(more);
  }

  /** All dollars of the attempt so far; what is no sum of money is passed over. */
  void cost(double dollars) {
    if (dollars >= 0 && dollars <= MOST_DOLLARS) {
      cost = Optional.of(BigDecimal.valueOf(dollars).setScale(6, RoundingMode.HALF_UP));
    }
  }

  /** More dollars than were told before. */
  void moreCost(double dollars) {
    cost(cost.map(BigDecimal::doubleValue).orElse(0.0) + dollars);
  }

  /** A limit was hit; a time that was named before stands until another is named. */
  void limited(Optional<Instant> resets) {
    limit = Optional.of(new UsageLimit(resets.or(() -> limit.flatMap(UsageLimit::resets))));
  }

  void notLimited() {
    limit = Optional.empty();
  }

  void notLetIn() {
    authenticationFailed = true;
  }

  /** The model answered: whatever kept it from that is over. */
  void answered() {
    notLimited();
    authenticationFailed = false;
  }

  void failed(String what) {
    if (!what.isBlank()) {
      error = oneLine(what, AgentReport.LONGEST_ERROR);
    }
  }

  /** It ended well; what went wrong on the way was overcome. */
  void endedWell() {
    answered();
    error = "";
  }

  AgentReport report() {
    String said = LogTail.clean(tail(message.toString(), AgentReport.LONGEST_MESSAGE)).strip();
    return new AgentReport(
        session, said, toolUses, tokens, cost, limit, authenticationFailed, error);
  }

  private static String oneLine(String text, int limit) {
    int end = Math.min(text.length(), limit);
    boolean splits = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splits ? end - 1 : end).replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static String tail(String text, int limit) {
    int start = Math.max(0, text.length() - limit);
    boolean splits = start < text.length() && Character.isLowSurrogate(text.charAt(start));
    return text.substring(splits && start > 0 ? start + 1 : start);
  }
}
