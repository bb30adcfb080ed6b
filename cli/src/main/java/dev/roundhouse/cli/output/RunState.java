package dev.roundhouse.cli.output;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunEvent.Outlook;
import dev.roundhouse.orchestrator.run.StopSignal;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of a run, or of the runs of a watch, as its events tell it. For one thread. */
final class RunState {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration RARELY = Duration.ofSeconds(8);
  private static final int SHARE = 200; // of the time, that looking ahead may take one part
  private static final Outlook UNKNOWN =
      new Outlook(Set.of(), Optional.empty(), new Usage(0, 0, BigDecimal.ZERO), Optional.empty());

  /** Events that change nothing that is shown. */
  private static final Set<Class<? extends RunEvent>> OTHERS =
      Set.of(
          RunEvent.BacklogChanged.class,
          RunEvent.Noticed.class,
          RunEvent.Flaked.class,
          RunEvent.FollowUpFiled.class,
          RunEvent.TargetFollowed.class,
          RunEvent.TargetWaits.class);

  private static final Set<LifecycleStatus> FAILED =
      Set.of(LifecycleStatus.FAILED, LifecycleStatus.REJECTED, LifecycleStatus.CONFLICTED);

  private final Function<Path, String> lastLine;
  private final Instant begun;
  private final Map<IssueId, Work> underWay = new LinkedHashMap<>();
  private final Set<IssueId> seen = new HashSet<>();
  private final Set<IssueId> failed = new HashSet<>();
  private final Set<IssueId> landed = new HashSet<>();
  private String target = "";
  private @Nullable Work base; // the gate of the tip, while it runs
  private boolean isIdle;
  private StopSignal.Level stop = StopSignal.Level.NONE;
  private @Nullable Supplier<Outlook> ahead;
  private Outlook outlook = UNKNOWN;
  private Instant lookedAt = Instant.MIN;
  private Instant soonest = Instant.MIN; // to look again, even if much has happened
  private Instant lookAgainAt = Instant.MIN;

  /**
   * Creates the state of a run that begins at {@code begun}.
   *
   * @param lastLine returns the last line of a log; empty if there is none
   */
  RunState(Instant begun, Function<Path, String> lastLine) {
    this.begun = begun;
    this.lastLine = lastLine;
  }

  /** Notes that the run must stop. */
  void stop(StopSignal.Level level) {
    stop = level;
  }

  /** Notes what happened at {@code at}. */
  void learn(RunEvent event, Instant at) {
    if (event instanceof RunEvent.Started started) {
      underWay.clear();
      target = started.target();
      ahead = started.outlook();
      lookAgainAt = Instant.MIN;
      isIdle = false;
    } else if (event instanceof RunEvent.BaseGated gated) {
      base = gated.log().isEmpty() ? null : new Work("", 1, "", "gate", at, gated.log());
    } else if (event instanceof RunEvent.Finished || event instanceof RunEvent.Aborted) {
      underWay.clear();
      base = null;
      ahead = null;
      isIdle = true;
    } else if (!OTHERS.contains(event.getClass())) {
      ofIssue(event, at);
    }
  }

  private void ofIssue(RunEvent event, Instant at) {
    if (event instanceof RunEvent.Claimed claimed) {
      IssueId issue = claimed.issue();
      seen.add(issue);
      failed.remove(issue);
      String word = Phase.PREPARE.word();
      underWay.put(
          issue,
          new Work(claimed.slot(), claimed.number(), claimed.title(), word, at, Optional.empty()));
    } else if (event instanceof RunEvent.Entered entered) {
      entered(entered, at);
    } else if (event instanceof RunEvent.Discarded discarded) {
      set(discarded.issue(), "waiting", at);
    } else if (event instanceof RunEvent.Judged judged) {
      set(judged.issue(), judged.green() ? "green" : "red", at);
    } else if (event instanceof RunEvent.Returned returned) {
      over(returned.issue(), FAILED.contains(returned.next()) ? failed : seen);
    } else if (event instanceof RunEvent.Landed done) {
      over(done.issue(), landed);
    } else if (event instanceof RunEvent.Branched left) {
      over(left.issue(), landed);
    } else {
      throw new IllegalStateException("nothing is known of " + event.getClass().getName());
    }
  }

  private void over(IssueId issue, Set<IssueId> as) {
    underWay.remove(issue);
    seen.add(issue);
    as.add(issue);
    lookAgainAt = lookAgainAt.isBefore(soonest) ? lookAgainAt : soonest;
  }

  private void set(IssueId issue, String word, Instant at) {
    underWay.computeIfPresent(issue, (id, work) -> work.as(word, at, Optional.empty()));
  }

  private void entered(RunEvent.Entered entered, Instant at) {
    IssueId issue = entered.issue();
    String word = word(entered.phase());
    boolean isQueued = entered.phase().compareTo(Phase.QUEUE) >= 0;
    Work before = underWay.get(issue);
    if (before == null) { // left by an earlier run
      before = new Work("", 1, "", word, at, Optional.empty());
      seen.add(issue);
    } else if (isQueued && !before.slot().isEmpty()) {
      underWay.remove(issue); // it goes behind those that wait already
      before = before.queued();
    }
    Instant since = before.word().equals(word) ? before.since() : at;
    underWay.put(issue, before.as(word, since, entered.log()));
  }

  private static String word(Phase phase) {
    return switch (phase) {
      case PREPARE, VALIDATE, AGENT, HARVEST -> phase.word();
      case QUEUE -> "waiting";
      case MERGE -> "merging";
      case GATE -> "gating";
      case LAND -> "landing";
    };
  }

  /** Returns the state at {@code now}. */
  LiveViewState at(Instant now) {
    lookAhead(now);
    List<LiveViewState.Row> running = new ArrayList<>();
    List<LiveViewState.Row> queue = new ArrayList<>();
    Work tip = base;
    if (tip != null) {
      running.add(row(target, "", tip, now));
    }
    underWay.entrySet().stream()
        .filter(each -> !each.getValue().slot().isEmpty())
        .sorted(Comparator.comparing(each -> number(each.getValue().slot())))
        .forEach(
            each ->
                running.add(
                    row(each.getKey().value(), each.getValue().slot(), each.getValue(), now)));
    underWay.forEach(
        (issue, work) -> {
          if (work.slot().isEmpty()) {
            queue.add(row(issue.value(), "q" + (queue.size() + 1), work, now));
          }
        });
    return new LiveViewState(
        target,
        counts(),
        running,
        queue,
        left(now),
        perHour(now),
        outlook.spent(),
        outlook.limit(),
        stop,
        isIdle ? "waiting for issues" : "",
        Optional.empty());
  }

  private LiveViewState.Counts counts() {
    Set<IssueId> all = new HashSet<>(seen);
    all.addAll(outlook.ahead());
    return new LiveViewState.Counts(landed.size(), all.size(), failed.size());
  }

  /** Returns the number in the name of a worktree, so that w10 comes after w9. */
  private static int number(String slot) {
    String digits = slot.replaceAll("\\D", "");
    return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
  }

  private LiveViewState.Row row(String issue, String place, Work work, Instant now) {
    String line = work.log().map(lastLine).orElse("");
    String again = work.number() > 1 ? "attempt " + work.number() : "";
    String note = line.isEmpty() ? work.title() : line;
    String all = again.isEmpty() || note.isEmpty() ? again + note : again + " · " + note;
    Duration elapsed = Duration.between(work.since(), now);
    return new LiveViewState.Row(
        place,
        issue,
        work.word(),
        style(work.word()),
        elapsed.isNegative() ? Duration.ZERO : elapsed,
        all);
  }

  /** Returns the way a phase or a verdict is shown. */
  static TextTable.Style style(String word) {
    return switch (word) {
      case "green", "landing" -> TextTable.Style.GOOD;
      case "red" -> TextTable.Style.BAD;
      case "waiting" -> TextTable.Style.QUIET;
      default -> TextTable.Style.PLAIN;
    };
  }

  private Optional<Duration> left(Instant now) {
    return isIdle || stop != StopSignal.Level.NONE
        ? Optional.empty()
        : LiveViewState.left(outlook, lookedAt, now);
  }

  private Optional<Double> perHour(Instant now) {
    double hours = Duration.between(begun, now).toSeconds() / 3600.0;
    return isIdle || landed.size() < 2 || hours < 1 / 60.0
        ? Optional.empty()
        : Optional.of(landed.size() / hours);
  }

  /** Looks ahead again if it was long ago, and takes only a small part of the time for it. */
  private void lookAhead(Instant now) {
    Supplier<Outlook> source = ahead;
    if (source == null || now.isBefore(lookAgainAt)) {
      return;
    }
    long begin = System.nanoTime();
    try {
      outlook = source.get();
      lookedAt = now;
    } catch (UncheckedIOException unreadable) {
      outlook = UNKNOWN; // the run itself reports it
    }
    soonest = now.plus(FRESH).plusNanos((System.nanoTime() - begin) * SHARE);
    lookAgainAt = soonest.plus(RARELY);
  }

  /**
   * One issue under way.
   *
   * @param slot the worktree it is worked on in; empty if it waits to land
   * @param number the number of the attempt
   * @param title the issue's title
   * @param word its phase or verdict
   * @param since the time this began
   * @param log the file that is being printed to
   */
  private record Work(
      String slot, int number, String title, String word, Instant since, Optional<Path> log) {
    Work as(String next, Instant at, Optional<Path> file) {
      return new Work(slot, number, title, next, at, file);
    }

    Work queued() {
      return new Work("", number, title, word, since, log);
    }
  }
}
