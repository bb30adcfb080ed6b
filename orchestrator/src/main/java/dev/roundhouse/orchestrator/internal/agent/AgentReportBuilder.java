package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Refusal;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * Collects a report from the events of an agent; bounded, whatever the events hold. For one thread.
 */
final class AgentReportBuilder {
  private static final double MOST_DOLLARS = 1_000_000;

  private String session = "";
  private final StringBuilder message = new StringBuilder();
  private int toolUses;
  private Tokens tokens = Tokens.NONE;
  private Optional<BigDecimal> cost = Optional.empty();
  private boolean isComplete;
  private boolean hasAnswered;
  private Optional<Refusal> refusal = Optional.empty();
  private String error = "";

  /** Sets the id of the session; an empty one changes nothing. */
  void session(String id) {
    if (!id.isEmpty()) {
      session = oneLine(id, AgentReport.LONGEST_SESSION);
    }
  }

  /** Takes a whole message; an empty one is ignored. */
  void says(String text) {
    if (!text.isBlank()) {
      message.setLength(0);
      adds(text);
    }
  }

  /** Appends to the current message. */
  void adds(String text) {
    message.append(tail(text, AgentReport.LONGEST_MESSAGE));
    if (message.length() > 2 * AgentReport.LONGEST_MESSAGE) {
      message.delete(0, message.length() - AgentReport.LONGEST_MESSAGE);
    }
  }

  /** Starts a new message with the next words. */
  void newMessage() {
    message.setLength(0);
  }

  void usesTool() {
    toolUses += toolUses < Integer.MAX_VALUE ? 1 : 0;
  }

  /** Sets the total of tokens of the attempt so far. */
  void tokens(Tokens all) {
    tokens = all;
  }

  /** Adds tokens to those counted before. */
  void moreTokens(Tokens more) {
    tokens = tokens.plus(more);
  }

  /** Sets the total cost of the attempt so far, in dollars; an invalid amount is ignored. */
  void cost(double dollars) {
    if (dollars >= 0 && dollars <= MOST_DOLLARS) {
      cost = Optional.of(BigDecimal.valueOf(dollars).setScale(6, RoundingMode.HALF_UP));
    }
  }

  /** Adds dollars to those counted before. */
  void moreCost(double dollars) {
    cost(cost.map(BigDecimal::doubleValue).orElse(0.0) + dollars);
  }

  /** Sets whether all the tokens and the cost of the attempt so far are known. */
  void complete(boolean isSo) {
    isComplete = isSo;
  }

  /** Notes that the account was refused; an earlier time or text stays until there is another. */
  void refused(AccountProblem trouble, Optional<Instant> resets, String said) {
    Optional<Refusal> before = refusal.filter(each -> each.trouble() == trouble);
    String words = oneLine(said, AgentReport.LONGEST_ERROR);
    refusal =
        Optional.of(
            new Refusal(
                trouble,
                resets.or(() -> before.flatMap(Refusal::resets)),
                words.isEmpty() ? before.map(Refusal::said).orElse("") : words));
  }

  /** Takes back a refusal for {@code trouble}. */
  void notRefused(AccountProblem trouble) {
    refusal = refusal.filter(each -> each.trouble() != trouble);
  }

  /** Notes that the model answered, which ends whatever kept it from answering. */
  void answered() {
    hasAnswered = true;
    refusal = Optional.empty();
  }

  void failed(String what) {
    if (!what.isBlank()) {
      error = oneLine(what, AgentReport.LONGEST_ERROR);
    }
  }

  /** Notes that the attempt ended well, which means that earlier errors were overcome. */
  void endedWell() {
    answered();
    error = "";
  }

  /** Returns the tokens and the cost so far; empty if they are those of the whole attempt. */
  Optional<Usage> usedSoFar() {
    return isComplete
        ? Optional.empty()
        : Optional.of(new Usage(tokens.input(), tokens.output(), cost.orElse(BigDecimal.ZERO)));
  }

  AgentReport report() {
    String said = LogTail.clean(tail(message.toString(), AgentReport.LONGEST_MESSAGE)).strip();
    boolean usedNothing = refusal.isPresent() && !hasAnswered && tokens.equals(Tokens.NONE);
    return new AgentReport(
        session, said, toolUses, tokens, cost, isComplete || usedNothing, refusal, error);
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
