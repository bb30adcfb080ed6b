package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roundhouse.core.issue.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's record of one run. Immutable.
 *
 * @param id its id
 * @param target the branch it lands on; empty if the run was never announced
 * @param agent the agent, written for people
 * @param gate the gate, empty for none
 * @param workers the number of issues it works at once
 * @param owner its process; the token is that of its gates
 * @param startedAt the time it started
 * @param endedAt the time it was over, or null
 * @param outcome its outcome in one word, empty while it is going
 * @param hold the reason why it starts nothing more, or null; not written if null, so that the
 *     format of ledgers without it stays the same
 */
public record RunRecord(
    RunId id,
    String target,
    List<String> agent,
    List<String> gate,
    int workers,
    ProcessIdentity owner,
    Instant startedAt,
    @Nullable Instant endedAt,
    String outcome,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String hold) {
  RunRecord over(String how, @Nullable Instant when) {
    return new RunRecord(id, target, agent, gate, workers, owner, startedAt, when, how, hold);
  }

  RunRecord held(String reason) {
    String now = reason.isEmpty() ? null : reason;
    return new RunRecord(id, target, agent, gate, workers, owner, startedAt, endedAt, outcome, now);
  }
}
