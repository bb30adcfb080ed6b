package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.output.UsageText;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows what agents did and used over time. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = {
      "Adds up all attempts on record, by agent, by type of the issue, and by day: how many there"
          + " were, how many landed, how long agents worked, and the tokens and money they used.",
      "An attempt counts on the day it ended. One in which several agents worked counts for each"
          + " of them, and once in the total. An amount that begins with ~ includes an estimate:"
          + " what the budget reserved for an agent that did not report all that it used. A - means"
          + " that nothing was reported.",
    },
    footer = {
      "roundhouse stats                        # all of it",
      "roundhouse stats --since 7d --by day      # the last week, day by day",
      "roundhouse stats --since 2026-11-01 --json"
    })
final class StatsCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "LIST",
      hideParamSyntax = true,
      description = "the tables to print: agent, type, day (default: all three)")
  private Set<Key> tables = EnumSet.noneOf(Key.class);

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "leave out what ended before a date (2026-11-01) or longer ago than 7d, 12h, …")
  private @Nullable String since;

  /** The keys to add up by. */
  enum Key {
    AGENT,
    TYPE,
    DAY;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    Map<String, UsageSummary> rows(UsageStatistics used) {
      return switch (this) {
        case AGENT -> used.byAgent();
        case TYPE -> used.byType();
        case DAY -> used.byDay();
      };
    }
  }

  @Override
  public Integer call() throws IOException, RefusedException {
    Optional<Instant> from = since == null ? Optional.empty() : Optional.of(instant(since));
    StatusReport statusReport =
        new OrchestratorOpener(parent).with(flags.asRunFlags()).build().status();
    UsageStatistics used = statusReport.statistics(from);
    if (flags.json) {
      parent.terminal().out().println(Json.of(used, from));
    } else {
      print(used);
    }
    return ExitCode.OK.code();
  }

  private void print(UsageStatistics used) {
    if (used.byAgent().isEmpty()) {
      parent.terminal().out().println("no attempts" + (since == null ? "" : " since " + since));
      return;
    }
    UsageText text = new UsageText(parent.terminal());
    for (Key each : tables.isEmpty() ? EnumSet.allOf(Key.class) : EnumSet.copyOf(tables)) {
      text.statistics(each.word(), each.rows(used), used.total());
    }
    text.legend(used.total());
    parent.terminal().out().flush();
  }

  private Instant instant(String text) throws RefusedException {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException noDate) {
      return ago(text);
    }
  }

  private Instant ago(String text) throws RefusedException {
    try {
      return parent.terminal().clock().instant().minus(DurationWord.parse(text));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException none) {
      throw RefusedException.input(
          "--since must be a date or a duration, not '" + text + "'",
          "write 2026-11-01 for a day, or 7d, 12h or 90m for a time ago");
    }
  }
}
