package dev.roundhouse.cli.command;

import dev.roundhouse.cli.command.ReviewScreen.Answer;
import dev.roundhouse.cli.output.NeedsYouText;
import dev.roundhouse.cli.output.ReviewItem;
import dev.roundhouse.cli.output.ReviewJson;
import dev.roundhouse.cli.output.ReviewText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Walks through what needs a person. */
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what needs you, one issue after the other, oldest first: finished work that awaits"
          + " your approval, issues that failed, that an agent asks about, or that are held. You"
          + " see the issue, the gate's verdict, the diff and what has changed since your last"
          + " look.",
      "One key decides: l lands the work, s sends it back with comments that you type between the"
          + " lines of the diff in $VISUAL or $EDITOR, r refuses it, n leaves it for later, d shows"
          + " the whole diff, c what has changed since your last look, q quits, ? lists the keys."
          + " What lands is exactly what was shown.",
      "Without a terminal, all of this is printed, with the commands to type."
    },
    footer = {
      "roundhouse review                  # everything that needs you",
      "roundhouse review BUG-42           # one issue",
      "roundhouse review --json | jq '.needsYou[].issue'",
    })
final class ReviewCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Parameters(
      arity = "0..*",
      paramLabel = "ISSUE",
      description = "issue ids or numbers (default: all that need you)")
  private List<String> issues = List.of();

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Orchestrator orchestrator = new OrchestratorOpener(parent).with(flags.asRunFlags()).build();
    Terminal terminal = parent.terminal();
    StatusReport statusReport = orchestrator.status();
    List<Decision> decisions = decisions(statusReport);
    if (flags.json) {
      List<Optional<ReviewItem>> items = items(orchestrator, statusReport, decisions);
      terminal.out().println(ReviewJson.of(decisions, items));
    } else if (decisions.isEmpty()) {
      terminal.out().println("nothing needs you");
    } else if (ReviewScreen.isPossible(terminal)) {
      return walk(orchestrator, decisions);
    } else {
      print(orchestrator, statusReport, decisions);
    }
    return ExitCode.OK.code();
  }

  /** Returns what is to be decided about the issues that are named, or about all. */
  private List<Decision> decisions(StatusReport statusReport) throws RefusedException {
    List<Decision> all = statusReport.decisions(parent.terminal().clock().instant());
    if (issues.isEmpty()) {
      return all;
    }
    List<IssueId> named = new ArrayList<>();
    for (String each : issues) {
      IssueStanding standing = IssueFinder.find(statusReport, each);
      IssueId id = standing.issue().id();
      if (all.stream().noneMatch(decision -> decision.issue().equals(Optional.of(id)))) {
        throw RefusedException.input(
            id + " does not need you: it is " + standing.status(),
            "'roundhouse why " + id + "' says more, 'roundhouse diff " + id + "' shows its work");
      }
      named.add(id);
    }
    return all.stream().filter(each -> each.issue().filter(named::contains).isPresent()).toList();
  }

  private static List<Optional<ReviewItem>> items(
      Orchestrator orchestrator, StatusReport statusReport, List<Decision> decisions)
      throws IOException, InterruptedException {
    List<Optional<ReviewItem>> items = new ArrayList<>();
    for (Decision each : decisions) {
      items.add(
          each.issue().isPresent()
              ? Optional.of(ReviewItem.read(orchestrator, statusReport, each))
              : Optional.empty());
    }
    return items;
  }

  private int walk(Orchestrator orchestrator, List<Decision> decisions)
      throws IOException, RefusedException, InterruptedException {
    Terminal terminal = parent.terminal();
    List<Decision> accounts = decisions.stream().filter(each -> each.issue().isEmpty()).toList();
    new NeedsYouText(terminal).print(accounts);
    List<IssueId> ids = decisions.stream().flatMap(each -> each.issue().stream()).toList();
    Map<Answer, Integer> answers = new EnumMap<>(Answer.class);
    try (KeyReader keys = new KeyReader(terminal)) {
      ReviewScreen screen = new ReviewScreen(parent, orchestrator, keys, ReviewScreen.Then.RUN);
      for (int i = 0; i < ids.size(); i++) {
        Answer answer = screen.ask(ids.get(i), (i + 1) + "/" + ids.size());
        answers.merge(answer, 1, Integer::sum);
        if (answer == Answer.QUIT) {
          break;
        }
      }
      keys.close();
      summarize(answers, orchestrator);
      return keys.ended().orElse(ExitCode.OK).code();
    }
  }

  private void summarize(Map<Answer, Integer> answers, Orchestrator orchestrator)
      throws IOException, RefusedException {
    List<String> parts = new ArrayList<>();
    part(parts, answers.get(Answer.APPROVED), " approved");
    part(parts, answers.get(Answer.SENT_BACK), " sent back");
    part(parts, answers.get(Answer.REFUSED), " refused");
    StatusReport after = orchestrator.status();
    int left = after.decisions(parent.terminal().clock().instant()).size();
    part(
        parts,
        left == 0 ? null : Integer.valueOf(left),
        left == 1 ? " still needs you" : " still need you");
    parent
        .terminal()
        .out()
        .println(parts.isEmpty() ? "nothing needs you" : String.join(", ", parts));
    parent.terminal().out().flush();
  }

  private static void part(List<String> parts, @Nullable Integer count, String word) {
    if (count != null) {
      parts.add(count + word);
    }
  }

  private void print(Orchestrator orchestrator, StatusReport statusReport, List<Decision> decisions)
      throws IOException, InterruptedException {
    Terminal terminal = parent.terminal();
    new NeedsYouText(terminal).print(decisions);
    ReviewText text = ReviewText.whole(terminal);
    for (Optional<ReviewItem> each : items(orchestrator, statusReport, decisions)) {
      if (each.isPresent()) {
        text.lines(each.get(), "").forEach(terminal.out()::println);
        terminal.out().println();
        text.commands(each.get()).forEach(terminal.out()::println);
        terminal.out().println();
      }
    }
    terminal.out().flush();
  }
}
