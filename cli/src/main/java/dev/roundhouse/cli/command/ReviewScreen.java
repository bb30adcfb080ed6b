package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.OneShotText;
import dev.roundhouse.cli.output.PagedText;
import dev.roundhouse.cli.output.ReviewItem;
import dev.roundhouse.cli.output.ReviewText;
import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.StaleVersionException;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.Decision.Kind;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows one issue that needs a person, and asks: land, send back, refuse or later. Nothing is
 * decided but by one step of the ledger, and only if the issue is still what was shown. For one
 * thread.
 */
final class ReviewScreen {
  private final Terminal terminal;
  private final Path directory;
  private final Orchestrator orchestrator;
  private final KeyReader keys;
  private final Then then;

  /**
   * Creates a screen that is shown by {@code parent}, where decisions are acted on {@code then}.
   */
  ReviewScreen(CommandContext parent, Orchestrator orchestrator, KeyReader keys, Then then) {
    this.terminal = parent.terminal();
    this.directory = parent.directory();
    this.orchestrator = orchestrator;
    this.keys = keys;
    this.then = then;
  }

  /** Tells whether a person at {@code terminal} can be asked. */
  static boolean isPossible(Terminal terminal) {
    return terminal.screen().shows(terminal.out()) && terminal.isInteractive();
  }

  /** Who acts on a decision. */
  enum Then {
    /** The active run, or the next one; other issues may be shown first. */
    RUN,
    /** The command that shows the screen, at once; it says what comes of it. */
    AT_ONCE
  }

  /** What a person has decided. */
  enum Answer {
    /** The work may land, or the issue may be worked on. */
    APPROVED,
    /** The work goes back to its agent with comments. */
    SENT_BACK,
    /** The work does not land, and the issue rests. */
    REFUSED,
    /** Nothing yet. */
    LATER,
    /** Nothing, and nothing more is to be shown. */
    QUIT,
    /** The issue needs no decision any more. */
    SETTLED
  }

  /**
   * Shows {@code issue} and asks until there is an answer.
   *
   * @param place its place among those that are shown, such as {@code 1/3}; may be empty
   */
  Answer ask(IssueId issue, String place)
      throws IOException, RefusedException, InterruptedException {
    while (true) {
      Optional<ReviewItem> item = read(issue);
      if (item.isEmpty()) {
        return Answer.SETTLED;
      }
      show(item.get(), place);
      try {
        return answer(item.get());
      } catch (StaleVersionException changed) {
        say(issue + " has changed meanwhile; nothing was decided. This is what it is now:");
      } catch (IllegalTransitionException impossible) {
        say(String.valueOf(impossible.getMessage()));
      }
    }
  }

  private Optional<ReviewItem> read(IssueId issue)
      throws IOException, RefusedException, InterruptedException {
    StatusReport statusReport = orchestrator.status();
    Optional<Decision> decision =
        statusReport.decisions(terminal.clock().instant()).stream()
            .filter(each -> each.issue().equals(Optional.of(issue)))
            .findFirst();
    if (decision.isPresent()) {
      return Optional.of(ReviewItem.read(orchestrator, statusReport, decision.get()));
    }
    String now =
        statusReport.plan().find(issue).map(IssueStanding::status).orElse("not in the backlog");
    say(issue + " needs no decision any more; it is " + now);
    return Optional.empty();
  }

  private void show(ReviewItem item, String place) throws IOException, InterruptedException {
    Screen.Size size = keys.size();
    keys.close();
    terminal.out().println();
    new ReviewText(terminal, size).lines(item, place).forEach(terminal.out()::println);
    terminal.out().flush();
    if (item.changes().isPresent()) {
      look(item.changes().get());
    }
  }

  /** Notes what was looked at; a decision is possible without that. */
  private void look(AttemptContent.Changes changes) throws InterruptedException {
    try {
      orchestrator.attemptContent().look(changes);
    } catch (IOException notNoted) {
      say("what you have seen could not be noted: " + notNoted.getMessage());
    }
  }

  private Answer answer(ReviewItem item)
      throws IOException, RefusedException, InterruptedException {
    while (true) {
      char key = keys.ask(question(item));
      boolean isShown = key > ' ' && key < '\u007f';
      keys.close();
      terminal.out().println(isShown ? String.valueOf(key) : "");
      Optional<Answer> answer =
          switch (key) {
            case 'l' -> land(item);
            case 's' -> new ReviewSendBack(terminal, directory, keys).of(item, editor(item));
            case 'r' -> refuse(item);
            case 'n', '\n', '\r' -> Optional.of(Answer.LATER);
            case 'q', KeyReader.END -> Optional.of(Answer.QUIT);
            default -> look(item, key);
          };
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  private Optional<Answer> look(ReviewItem item, char key)
      throws IOException, RefusedException, InterruptedException {
    ReviewText text = new ReviewText(terminal, keys.size());
    keys.close();
    switch (key) {
      case 'd' -> page(text.diff(item.diff()), item);
      case 'c' -> page(since(item, text), item);
      case 't' -> page(text.body(item), item);
      case 'o' -> say("'roundhouse open " + item.issue() + "' opens a shell in its worktree");
      case '?' -> help(item);
      default -> {
        // another key: the question is asked again
      }
    }
    return Optional.empty();
  }

  private PlanEditor editor(ReviewItem item) {
    return orchestrator.planEditor().expecting(item.issue(), item.version());
  }

  private Optional<Answer> land(ReviewItem item) throws IOException, RefusedException {
    if (!isApprovable(item)) {
      say("there is nothing to land: send it back, or refuse it");
      return Optional.empty();
    }
    editor(item).approve(List.of(item.issue()));
    boolean isLanding = item.decision().kind() == Kind.LANDING;
    say(item.issue() + " is approved; " + actor(item) + (isLanding ? " lands it" : " works on it"));
    return Optional.of(Answer.APPROVED);
  }

  private String actor(ReviewItem item) throws IOException, RefusedException {
    if (then == Then.AT_ONCE) {
      return "Roundhouse now";
    }
    if (orchestrator.status().activeRun().isPresent()) {
      return "the active run";
    }
    return item.standing().isOneShot()
        ? "'" + OneShotText.resuming(item.issue()) + "'"
        : "the next 'roundhouse run'";
  }

  private static boolean isApprovable(ReviewItem item) {
    return item.decision().kind() == Kind.LANDING || item.decision().kind() == Kind.START;
  }

  private Optional<Answer> refuse(ReviewItem item)
      throws IOException, RefusedException, InterruptedException {
    Optional<String> reason = keys.line("Reason (Enter for none, Esc to go back): ");
    keys.close();
    if (reason.isEmpty()) {
      return Optional.empty();
    }
    boolean isWaiting = item.record().status() == LifecycleStatus.AWAITING_APPROVAL;
    String why = reason.get().isEmpty() ? "refused in a review" : reason.get();
    if (isWaiting) {
      editor(item).refuse(List.of(item.issue()), why);
    } else {
      editor(item).skip(List.of(item.issue()), why);
    }
    if (then == Then.RUN) {
      say(
          item.issue()
              + " is skipped and its work is kept; 'roundhouse retry "
              + item.issue()
              + "' runs it again");
    }
    return Optional.of(Answer.REFUSED);
  }

  private List<String> since(ReviewItem item, ReviewText text)
      throws IOException, InterruptedException {
    if (item.since().isEmpty()) {
      return List.of("This is your first look at " + item.issue() + ".");
    }
    if (item.sinceFiles().isEmpty()) {
      return List.of("Nothing has changed since your last look.");
    }
    List<String> lines = new ArrayList<>();
    text.remark(item.since().get()).ifPresent(lines::add);
    lines.addAll(text.diff(item.sinceDiff(orchestrator)));
    return lines;
  }

  /** Shows lines, which are safe, in the person's pager. */
  private void page(List<String> lines, ReviewItem item) throws IOException, InterruptedException {
    List<String> shown = new ArrayList<>(lines);
    if (!item.isWhole()) {
      shown.add("'roundhouse diff " + item.issue() + "' shows all of a diff as large as this");
    }
    Path file = Files.createTempFile("roundhouse-", ".txt");
    try {
      Files.write(file, shown);
      Optional<String> pager = orchestrator.attemptContent().display().pager();
      new PagedText(terminal, directory).print(file, pager);
    } finally {
      Files.delete(file);
    }
  }

  private String question(ReviewItem item) {
    String first =
        switch (item.decision().kind()) {
          case LANDING -> "[l]and ";
          case START -> "[l]et it start ";
          default -> "";
        };
    String work =
        (item.changes().isPresent() ? "[d]iff " : "")
            + (item.since().isPresent() ? "[c]hanged " : "");
    return item.issue()
        + "  "
        + first
        + "[s]end back [r]efuse "
        + (then == Then.RUN ? "[n]ext " : "")
        + work
        + "[t]ext [q]uit [?] ";
  }

  private void help(ReviewItem item) {
    if (isApprovable(item)) {
      say(
          item.decision().kind() == Kind.LANDING
              ? "l  land: approve exactly what is shown; it lands once its gate is green"
              : "l  let it start: the next free worker takes it in its turn");
    }
    say("s  send back: type comments between the lines of the diff, in $VISUAL or $EDITOR");
    say("r  refuse: skip the issue, for a reason; its work is kept");
    if (then == Then.RUN) {
      say("n  next (or Enter): decide later");
    }
    say("d  the whole diff     c  what has changed since your last look");
    say("t  the whole issue    o  how to open its worktree");
    say(
        then == Then.RUN
            ? "q  quit; what you have decided stays decided"
            : "q  quit (or Enter): decide later");
  }

  private void say(String text) {
    terminal.out().println(terminal.safe(text));
    terminal.out().flush();
  }
}
