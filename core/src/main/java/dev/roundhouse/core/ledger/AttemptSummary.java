package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an issue, under way or over. Immutable.
 *
 * @param attempt its id
 * @param number 1 for the first ever
 * @param run the run it belongs to
 * @param at the time it was claimed
 * @param endedAt the time it was over, or null
 * @param outcome the status the issue got by it, as a lifecycle word; empty while it is under way
 * @param reason the reason for the outcome
 * @param agent the name of the agent that started last, or null if none has started or that is not
 *     on record
 * @param steps what its agents used, step by step; empty if that is not on record
 */
public record AttemptSummary(
    AttemptId attempt,
    int number,
    RunId run,
    Instant at,
    @Nullable Instant endedAt,
    String outcome,
    String reason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String agent,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepUsage> steps) {
  /** Copies the steps; an earlier writer did not know them. */
  public AttemptSummary {
    steps = List.copyOf(Objects.requireNonNullElse(steps, List.of()));
  }

  static AttemptSummary of(Event.AttemptClaimed event) {
    return new AttemptSummary(
        event.attempt(), event.number(), event.run(), event.at(), null, "", "", null, List.of());
  }

  AttemptSummary over(LifecycleStatus next, String why, Instant when) {
    return new AttemptSummary(attempt, number, run, at, when, next.word(), why, agent, steps);
  }

  AttemptSummary startedBy(@Nullable String name) {
    return new AttemptSummary(
        attempt, number, run, at, endedAt, outcome, reason, name == null ? agent : name, steps);
  }

  /** Adds the usage of the last agent, if that agent is on record. */
  AttemptSummary used(Event.UsageReported event) {
    if (agent == null) {
      return this;
    }
    List<StepUsage> all = Stream.concat(steps.stream(), Stream.of(event.by(agent))).toList();
    return new AttemptSummary(attempt, number, run, at, endedAt, outcome, reason, agent, all);
  }

  /** Returns the id that its last agent gave for its session; empty if none did. */
  public Optional<String> session() {
    return steps.stream()
        .flatMap(each -> Stream.ofNullable(each.session()))
        .reduce((earlier, later) -> later);
  }

  /** Returns what it used, and whether it landed or was left on a branch. */
  public UsageSummary total() {
    boolean isLanded =
        outcome.equals(LifecycleStatus.LANDED.word())
            || outcome.equals(LifecycleStatus.BRANCHED.word());
    return steps.stream()
        .map(StepUsage::total)
        .reduce(UsageSummary.attempt(isLanded), UsageSummary::plus);
  }
}
