package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the events of a run into lines for people, each with the time since it began. */
final class ProgressText {
  private static final int FINDINGS = 10;
  private static final int NAMED = 6;

  /** Events without a line: what they say is in the live view, or is printed elsewhere. */
  private static final Set<Class<? extends RunEvent>> SILENT =
      Set.of(
          RunEvent.BaseGated.class,
          RunEvent.Entered.class,
          RunEvent.Discarded.class,
          RunEvent.Judged.class,
          RunEvent.TargetFollowed.class,
          RunEvent.Finished.class,
          RunEvent.Aborted.class); // its caller says it

  private final Terminal terminal;
  private final TextColor paint;
  private final Instant begun;
  private boolean isFirst = true;
  private String stamp = "";
  private List<String> lines = new ArrayList<>();

  /** Creates the text for a run that began at {@code begun}. */
  ProgressText(Terminal terminal, Instant begun) {
    this.terminal = terminal;
    this.paint = new TextColor(terminal);
    this.begun = begun;
  }

  /** Returns the lines for an event at that time. */
  List<String> of(RunEvent event, Instant at) {
    lines = new ArrayList<>();
    stamp = String.format(Locale.ROOT, "%7s  ", DurationText.of(Duration.between(begun, at)));
    if (event instanceof RunEvent.Started started) {
      begin(started);
    } else if (event instanceof RunEvent.Noticed noticed) {
      String text = safe(noticed.message());
      line(noticed.warning() ? paint.warning("warning: " + text) : text);
    } else if (event instanceof RunEvent.BacklogChanged changed) {
      changed(changed);
    } else if (event instanceof RunEvent.TargetWaits waits) {
      String why = " was not updated: " + safe(waits.reason());
      line(paint.warning("waiting: ") + safe(waits.target()) + why);
    } else if (!SILENT.contains(event.getClass())) {
      ofIssue(event);
    }
    return lines;
  }

  private void changed(RunEvent.BacklogChanged changed) {
    if (!changed.isQuiet()) {
      line("backlog     " + shift(changed));
      changed.findings().stream().limit(FINDINGS).forEach(each -> line("  " + finding(each)));
    }
  }

  private void ofIssue(RunEvent event) {
    if (event instanceof RunEvent.Claimed claimed) {
      String again = claimed.number() > 1 ? " (attempt " + claimed.number() + ")" : "";
      line("start       " + claimed.issue() + again + "  " + paint.quiet(safe(claimed.title())));
    } else if (event instanceof RunEvent.Returned returned) {
      returned(returned);
    } else if (event instanceof RunEvent.Landed landed) {
      String commit = landed.commit().substring(0, 7);
      done("landed      ", landed.issue() + "  " + commit, landed.tested());
    } else if (event instanceof RunEvent.Branched left) {
      String where = left.remote().map(name -> ", pushed to " + safe(name)).orElse("");
      done("branched    ", left.issue() + "  " + safe(left.branch()) + where, left.tested());
    } else if (event instanceof RunEvent.FollowUpFiled filed) {
      String held = filed.held() ? paint.warning("  waits for approval") : "";
      line("filed       " + filed.followUp() + "  " + safe(filed.title()) + held);
    } else if (event instanceof RunEvent.Flaked flaked) {
      line(paint.warning("flaky       ") + flaked.issue() + "  the gate failed, then passed");
    } else {
      throw new IllegalStateException("no line is known for " + event.getClass().getName());
    }
  }

  private void done(String word, String what, boolean tested) {
    line(paint.good(word) + what + (tested ? "" : paint.warning("  untested")));
  }

  private void begin(RunEvent.Started started) {
    line("run " + started.run());
    if (!isFirst) {
      line("  ready " + started.ready() + ", blocked " + started.blocked());
      return;
    }
    isFirst = false;
    line("  target   " + safe(started.target()));
    line("  agent    " + safe(started.agent()));
    line(
        "  gate     "
            + started
                .gate()
                .map(this::safe)
                .orElseGet(() -> paint.warning("none: changes land untested")));
    line("  workers  " + started.workers());
    line("  ready " + started.ready() + ", blocked " + started.blocked());
    started.findings().stream().limit(FINDINGS).forEach(each -> line("  " + finding(each)));
    int more = started.findings().size() - FINDINGS;
    if (more > 0) {
      line("  and " + more + " more; see 'roundhouse lint'");
    }
  }

  private static String shift(RunEvent.BacklogChanged changed) {
    String all =
        Stream.of(
                some("new", changed.added()),
                some("changed", changed.changed()),
                some("gone", changed.gone()))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? "read again" : all;
  }

  private static String some(String word, List<IssueId> issues) {
    if (issues.isEmpty()) {
      return "";
    }
    String first =
        issues.stream().limit(NAMED).map(IssueId::value).collect(Collectors.joining(", "));
    int more = issues.size() - NAMED;
    return word + " " + first + (more > 0 ? " and " + more + " more" : "");
  }

  private String finding(Finding each) {
    String place = each.locator() + (each.line() > 0 ? ":" + each.line() : "");
    boolean error = each.severity() == Finding.Severity.ERROR;
    return (error ? paint.bad("error: ") : paint.warning("warning: "))
        + safe(place + ": " + each.message());
  }

  private void returned(RunEvent.Returned returned) {
    LifecycleStatus next = returned.next();
    boolean again = next == LifecycleStatus.RETRY_WAIT || next == LifecycleStatus.OPEN;
    String word = String.format(Locale.ROOT, "%-11s ", word(returned));
    boolean isBad = !again && next != LifecycleStatus.AWAITING_APPROVAL;
    String shown = isBad ? paint.bad(word) : paint.warning(word);
    line(shown + returned.issue() + "  " + safe(returned.reason()));
    if (!again && !returned.evidence().isBlank()) {
      String log = next == LifecycleStatus.REJECTED ? " --gate'" : "'";
      line("            " + paint.quiet("see 'roundhouse log " + returned.issue() + log));
    }
  }

  /** Returns what happens to the issue next, as wide as the words of other events at most. */
  private static String word(RunEvent.Returned returned) {
    return switch (returned.next()) {
      case OPEN -> "reopened";
      case RETRY_WAIT -> returned.notBefore().isEmpty() ? "retry" : "retry later";
      case AWAITING_APPROVAL -> "held";
      default -> returned.next().word();
    };
  }

  private void line(String text) {
    lines.add(stamp + text);
  }

  private String safe(String text) {
    return terminal.safe(text);
  }
}
