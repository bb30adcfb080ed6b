package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next steps of the landing queue. Pure: the same queue gives the same decisions, and
 * once they are carried out and nothing has happened there are none.
 *
 * <p>Only the head lands or is returned. A candidate built on others that have not landed is a
 * guess: if it is red or conflicts, those behind it only pass it over until it is the head. {@code
 * SpeculationTest} tests the decisions in thousands of random histories.
 */
final class Speculation {
  private final QueueState line;
  private final Map<ObjectId, Decision.Judge> wanted = new LinkedHashMap<>(); // most urgent first
  private @Nullable Decision last; // ends this round
  private Decision.@Nullable Build build;

  private Speculation(QueueState line) {
    this.line = line;
  }

  /** Returns the next steps, in this order. */
  static List<Decision> decide(QueueState line) {
    Speculation speculation = new Speculation(line);
    if (line.options().mode() == Mode.BATCH) {
      speculation.stack();
    } else {
      speculation.look();
    }
    return speculation.decisions();
  }

  /**
   * Examines item by item, each built on the nearest one ahead of it that is not known to fail
   * there.
   */
  private void look() {
    ObjectId base = line.tip();
    for (QueueItem item : line.items().subList(0, Math.min(line.window(), line.items().size()))) {
      if (wanted.size() >= line.options().gates()) {
        return;
      }
      if (!item.isBuiltOn(base)) {
        build = new Decision.Build(item.id(), base);
        return;
      }
      if (isHead(item)) {
        judgeHead(item);
      } else {
        item.candidate().filter(this::isOpen).ifPresent(each -> want(each, item.id()));
      }
      if (last != null) {
        return;
      }
      base = item.candidate().filter(each -> !of(each).isBad()).map(Candidate::commit).orElse(base);
    }
  }

  /** Stacks all items; only the top is judged, and a red stack is halved. */
  private void stack() {
    List<QueueItem> stack = new ArrayList<>();
    ObjectId base = line.tip();
    for (QueueItem item : line.items()) {
      if (stack.size() >= line.options().size() || last != null) {
        break;
      }
      if (!item.isBuiltOn(base)) {
        build = new Decision.Build(item.id(), base);
        break;
      }
      if (item.candidate().isPresent()) {
        stack.add(item);
        base = item.candidate().get().commit();
      } else if (isHead(item)) {
        judgeHead(item);
      }
    }
    if (last == null && !stack.isEmpty()) {
      bisect(stack);
    }
  }

  private void bisect(List<QueueItem> stack) {
    List<Candidate> chain = stack.stream().map(each -> each.candidate().orElseThrow()).toList();
    int good = lastGreen(chain);
    if (good >= 0) {
      last = new Decision.Land(stack.subList(0, good + 1).stream().map(QueueItem::id).toList());
      return;
    }
    Optional<Candidate> asked = chain.stream().filter(this::isBeingJudged).findFirst();
    if (asked.isPresent()) {
      want(asked.get(), stack.get(chain.indexOf(asked.get())).id());
    } else if (build == null || firstBad(chain) < chain.size()) {
      part(stack, chain, firstBad(chain));
    }
  }

  /**
   * Asks for the first half of the stack below the first red one; for all of it, if none is red.
   */
  private void part(List<QueueItem> stack, List<Candidate> chain, int bad) {
    if (bad == 0) {
      judgeHead(stack.get(0));
    } else {
      int top = bad == chain.size() ? bad - 1 : (bad - 1) / 2;
      want(chain.get(top), stack.get(top).id());
    }
  }

  private int lastGreen(List<Candidate> chain) {
    int at = chain.size() - 1;
    while (at >= 0 && !of(chain.get(at)).isGreen()) {
      at--;
    }
    return at;
  }

  private int firstBad(List<Candidate> chain) {
    int at = 0;
    while (at < chain.size() && !of(chain.get(at)).isBad()) {
      at++;
    }
    return at;
  }

  private void judgeHead(QueueItem head) {
    Built built = head.built();
    if (built instanceof Built.Ready ready) {
      judgeHead(head, ready.candidate());
    } else {
      boolean conflict = built instanceof Built.Conflicting;
      Decision.Why why = conflict ? Decision.Why.CONFLICT : Decision.Why.NOTHING;
      last = new Decision.Return(head.id(), why);
    }
  }

  private void judgeHead(QueueItem head, Candidate candidate) {
    GateStatistics statistics = of(candidate);
    GateStatistics base = line.of(line.tipTree());
    if (statistics.isGreen()) {
      last = new Decision.Land(List.of(head.id()));
    } else if (statistics.isOpen()) {
      want(candidate, head.id());
    } else if (base.isSettled() && !base.isGreen()) {
      last = new Decision.Hold(base);
    } else if (!statistics.isConfirmedBy(base)) {
      ObjectId tree = line.tipTree();
      wanted.put(tree, new Decision.Judge(line.tip(), tree, Optional.empty()));
    } else if (!statistics.isSettled()) {
      want(candidate, head.id());
    } else {
      boolean red = statistics.isConfirmedRed();
      Decision.Why why = red ? Decision.Why.CULPRIT : Decision.Why.UNDECIDED;
      Optional<Decision> outage = outage(statistics.objection());
      last = outage.orElse(new Decision.Return(head.id(), why));
    }
  }

  private static Optional<Decision> outage(Verdict objection) {
    return objection instanceof Verdict.Undecided undecided && undecided.environmental()
        ? Optional.of(new Decision.Outage(undecided.reason()))
        : Optional.empty();
  }

  private List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    if (last instanceof Decision.Land
        || last instanceof Decision.Return
        || last instanceof Decision.Outage) {
      return List.of(last);
    }
    if (build == null) {
      line.gates()
          .forEach(
              (tree, sitting) -> {
                if (!sitting.ending() && !wanted.containsKey(tree)) {
                  decisions.add(new Decision.Abandon(tree));
                }
              });
    }
    int free = line.options().gates() - line.gates().size();
    wanted.values().stream()
        .filter(each -> !line.gates().containsKey(each.tree()))
        .limit(Math.max(0, free))
        .forEach(decisions::add);
    Optional.ofNullable(last == null ? build : last).ifPresent(decisions::add);
    return decisions;
  }

  private boolean isHead(QueueItem item) {
    return item.equals(line.items().get(0));
  }

  private GateStatistics of(Candidate candidate) {
    return line.of(candidate.tree());
  }

  private boolean isOpen(Candidate candidate) {
    return of(candidate).isOpen();
  }

  private boolean isBeingJudged(Candidate candidate) {
    return Optional.ofNullable(line.gates().get(candidate.tree()))
        .filter(each -> !each.ending())
        .isPresent();
  }

  private void want(Candidate candidate, AttemptId item) {
    wanted.putIfAbsent(
        candidate.tree(),
        new Decision.Judge(candidate.commit(), candidate.tree(), Optional.of(item)));
  }

  /** One next step of the landing queue. Immutable. */
  sealed interface Decision {
    /** Calls the case for this kind; a new kind breaks the build until it has one. */
    void accept(Cases cases) throws IOException, InterruptedException, RefusedException;

    /** The reactions to each kind of decision. */
    interface Cases {
      void build(Build decision) throws IOException, InterruptedException, RefusedException;

      void judge(Judge decision) throws IOException, InterruptedException, RefusedException;

      void abandon(Abandon decision) throws IOException, InterruptedException, RefusedException;

      void land(Land decision) throws IOException, InterruptedException, RefusedException;

      void sendBack(Return decision) throws IOException, InterruptedException, RefusedException;

      void hold(Hold decision) throws IOException, InterruptedException, RefusedException;

      void outage(Outage decision) throws IOException, InterruptedException, RefusedException;
    }

    /** Build an item on {@code base}. */
    record Build(AttemptId item, ObjectId base) implements Decision {
      @Override
      public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
        cases.build(this);
      }
    }

    /**
     * Let a gate judge a commit.
     *
     * @param item the attempt whose candidate it is, or empty for the tip itself
     */
    record Judge(ObjectId commit, ObjectId tree, Optional<AttemptId> item) implements Decision {
      @Override
      public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
        cases.judge(this);
      }
    }

    /** End the gate that judges {@code tree}: its verdict is no longer needed. */
    record Abandon(ObjectId tree) implements Decision {
      @Override
      public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
        cases.abandon(this);
      }
    }

    /** Move the tip to the last of these, each of which is built on the previous one. */
    record Land(List<AttemptId> items) implements Decision {
      @Override
      public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
        cases.land(this);
      }
    }

    /** Remove an item from the queue: it cannot land as it is. */
    record Return(AttemptId item, Why why) implements Decision {
      @Override
      public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
        cases.sendBack(this);
      }
    }

    /** Let nothing land: the tip itself does not pass, according to {@code base}. */
    record Hold(GateStatistics base) implements Decision {
      @Override
      public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
        cases.hold(this);
      }
    }

    /** Let nothing land: the gate of the head lacks something it needs, so no work is to blame. */
    record Outage(String reason) implements Decision {
      @Override
      public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
        cases.outage(this);
      }
    }

    /** The reasons why an item cannot land. */
    enum Why {
      /** The item conflicts with the tip. */
      CONFLICT,
      /** The tip already has all of it. */
      NOTHING,
      /** The item turned a green tip red, twice. */
      CULPRIT,
      /** The item's gate gave no verdict, twice. */
      UNDECIDED;

      boolean isByGate() {
        return this == CULPRIT || this == UNDECIDED;
      }
    }
  }
}
