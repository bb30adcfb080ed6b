package dev.roundhouse.report;

import com.google.common.collect.ListMultimap;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.report.RunHistory.Span;
import dev.roundhouse.report.RunHistory.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what the events say about one attempt. For one thread. */
final class AttemptTrace {
  private static final Set<String> OF_AGENTS = Set.of(Phase.VALIDATE.word(), Phase.AGENT.word());

  private String slot = "";
  private String evidence = "";
  private @Nullable Instant begun; // its first agent
  private @Nullable Instant agentEnded;
  private @Nullable Instant handedOver; // its work waits to land
  private @Nullable Instant built;
  private @Nullable Instant landing;
  private long gateMillis;
  private @Nullable LifecycleStatus failedAs;
  private final Set<String> trees = new HashSet<>();

  void take(Event event) {
    if (event instanceof Event.AttemptClaimed claimed) {
      slot = claimed.slot();
    } else if (event instanceof Event.AgentStarted started) {
      begun = begun == null ? started.at() : begun;
    } else if (event instanceof Event.PhaseTimed timed) {
      take(timed);
    } else if (event instanceof Event.AttemptEnded ended) {
      handedOver = ended.at();
    } else if (event instanceof Event.CandidateBuilt candidate) {
      built = candidate.at();
      trees.add(candidate.tree());
    } else if (event instanceof Event.LandingIntended intended) {
      landing = intended.at();
    } else if (event instanceof Event.AttemptFailed failed) {
      evidence = failed.evidence();
      failedAs = failed.kind();
    }
  }

  private void take(Event.PhaseTimed timed) {
    if (OF_AGENTS.contains(timed.phase())) {
      agentEnded = timed.at();
    } else if (timed.phase().equals(Phase.GATE.word())) {
      gateMillis = timed.millis();
    }
  }

  String slot() {
    return slot;
  }

  String evidence() {
    return evidence;
  }

  /** Returns the status that its failure would have its issue rest in, if it failed. */
  Optional<LifecycleStatus> failedAs() {
    return Optional.ofNullable(failedAs);
  }

  private boolean isRejected() {
    return failedAs == LifecycleStatus.REJECTED;
  }

  /**
   * Returns the stages from {@code from} to {@code to}.
   *
   * @param verdicts the verdicts on each tree, in their order
   */
  List<Span> spans(Instant from, Instant to, ListMultimap<String, Event.GateJudged> verdicts) {
    Steps steps = new Steps(from, to);
    steps.to(Stage.PREPARE, begun);
    steps.to(Stage.AGENT, agentEnded == null ? handedOver : agentEnded);
    if (handedOver != null) {
      Instant judged = landing == null ? to : landing;
      Instant asked = gateBegun(judged, verdicts);
      if (asked != null) {
        steps.to(Stage.QUEUE, asked);
        steps.to(Stage.GATE, verdictAt(judged, verdicts));
      }
      steps.to(Stage.QUEUE, landing);
    }
    return steps.closed(last());
  }

  /** Returns the stage that it was in when it ended. */
  private Stage last() {
    if (landing != null) {
      return Stage.LANDING;
    }
    if (handedOver != null) {
      return Stage.QUEUE;
    }
    return begun == null ? Stage.PREPARE : Stage.AGENT;
  }

  private @Nullable Instant gateBegun(
      Instant judged, ListMultimap<String, Event.GateJudged> verdicts) {
    Event.GateJudged verdict = verdict(judged, verdicts);
    if (verdict != null) {
      return verdict.at().minusMillis(verdict.millis());
    }
    if (gateMillis > 0) {
      return judged.minusMillis(gateMillis);
    }
    return isRejected() ? built : null;
  }

  private Instant verdictAt(Instant judged, ListMultimap<String, Event.GateJudged> verdicts) {
    Event.GateJudged verdict = verdict(judged, verdicts);
    return verdict == null || isRejected() ? judged : verdict.at();
  }

  /** Returns the last verdict on its work that was there at the time {@code by}. */
  private Event.@Nullable GateJudged verdict(
      Instant by, ListMultimap<String, Event.GateJudged> verdicts) {
    return trees.stream()
        .flatMap(tree -> verdicts.get(tree).stream())
        .filter(each -> !each.at().isAfter(by))
        .max(Comparator.comparing(Event.GateJudged::at))
        .orElse(null);
  }

  /** Builds stages one after the other; what would go back takes no time and is left out. */
  private static final class Steps {
    private final List<Span> spans = new ArrayList<>();
    private final Instant end;
    private Instant at;

    Steps(Instant from, Instant to) {
      at = from;
      end = to;
    }

    void to(Stage stage, @Nullable Instant then) {
      if (then != null && then.isAfter(at)) {
        Instant until = then.isAfter(end) ? end : then;
        if (until.isAfter(at)) {
          add(new Span(stage, at, until));
          at = until;
        }
      }
    }

    private void add(Span span) {
      int last = spans.size() - 1;
      if (last >= 0 && spans.get(last).stage() == span.stage()) {
        spans.set(last, new Span(span.stage(), spans.get(last).from(), span.to()));
      } else {
        spans.add(span);
      }
    }

    List<Span> closed(Stage last) {
      to(last, end);
      return spans;
    }
  }
}
