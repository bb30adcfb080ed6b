package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one agent in one step of an attempt. Immutable.
 *
 * @param agent the agent's name
 * @param usage what it said it used
 * @param assumed what a budget counts on top, because it did not say all that it used; or null
 * @param session the id it gave for its session, or null
 * @param millis how long it worked, in milliseconds; or null if that is not known
 * @param at the time its work was over
 */
public record StepUsage(
    String agent,
    Usage usage,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Usage assumed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String session,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long millis,
    Instant at) {
  /** Returns how long the agent worked; zero if that is not known. */
  public Duration time() {
    return millis == null ? Duration.ZERO : Duration.ofMillis(millis);
  }

  /** Returns the usage as a part of a total. */
  public UsageSummary total() {
    return new UsageSummary(0, 0, time(), usage, assumed == null ? Usage.NONE : assumed);
  }
}
