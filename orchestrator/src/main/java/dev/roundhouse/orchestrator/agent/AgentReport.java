package dev.roundhouse.orchestrator.agent;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What an agent's own output tells of its attempt. Nothing in it counts as work, and a program that
 * wants to lie can: it serves budgets, breakers and people. Immutable; all texts are bounded and
 * free of control characters but line ends and tabs.
 *
 * @param session the agent's own id of its session; empty if it does not say
 * @param lastMessage the end of the last thing it said, at most {@link #LONGEST_MESSAGE}
 *     characters; empty if it said nothing
 * @param toolUses how many tools it used
 * @param tokens the tokens it used, as far as it told
 * @param cost what it says this cost, in US dollars, to the millionth; empty if it does not say
 * @param limit the usage limit that stopped it, if one did
 * @param authenticationFailed whether it was not let in
 * @param error what went wrong, on one line of at most {@link #LONGEST_ERROR} characters; empty if
 *     it does not say that anything did
 */
public record AgentReport(
    String session,
    String lastMessage,
    int toolUses,
    Tokens tokens,
    Optional<BigDecimal> cost,
    Optional<UsageLimit> limit,
    boolean authenticationFailed,
    String error) {
  /** The longest last message that is kept. */
  public static final int LONGEST_MESSAGE = 8192;

  /** The longest error that is kept. */
  public static final int LONGEST_ERROR = 1000;

  /** The longest session id that is kept. */
  public static final int LONGEST_SESSION = 200;

  /** A report of nothing. */
  public static final AgentReport NOTHING =
      new AgentReport(
          "", "", 0, Tokens.NONE, Optional.empty(), Optional.empty(), /* auth */ false, "");

  /**
   * The verdict under the last {@code ## VERDICT} heading of the last message, in lower case:
   * ready, corrected, not ready, needs review, close or blocked; empty if there is no other.
   */
  public Optional<String> verdict() {
    return VerdictHeading.read(lastMessage);
  }

  /**
   * Tokens of a whole attempt; never negative.
   *
   * @param input all that was sent, what was read from a cache included
   * @param output all that was answered, reasoning included
   * @param cached the part of {@code input} that was read from a cache
   */
  public record Tokens(long input, long output, long cached) {
    /** No tokens. */
    public static final Tokens NONE = new Tokens(0, 0, 0);

    private static final long MOST = 1_000_000_000_000L;

    /** Holds each number between none and a trillion. */
    public Tokens {
      input = Math.max(0, Math.min(MOST, input));
      output = Math.max(0, Math.min(MOST, output));
      cached = Math.max(0, Math.min(MOST, cached));
    }

    /** Both together. */
    public Tokens plus(Tokens more) {
      return new Tokens(input + more.input, output + more.output, cached + more.cached);
    }
  }

  /**
   * A usage or rate limit of the account.
   *
   * @param resets when it is lifted; empty if that was not said. It may be any time, long past or
   *     far ahead: whoever waits for it has to set a bound
   */
  public record UsageLimit(Optional<Instant> resets) {}
}
