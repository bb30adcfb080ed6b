package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.report.ReportFolder;
import dev.roundhouse.report.RunHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Writes the reports of a run that is over. Never fails: the run counts, not its report. */
final class RunReports {
  private final CommandContext parent;
  private final Terminal terminal;

  /** Creates a writer whose messages go to {@code terminal}. */
  RunReports(CommandContext parent, Terminal terminal) {
    this.parent = parent;
    this.terminal = terminal;
  }

  /** Writes the reports, and prints where the page for people is. */
  void print(RunId run, Orchestrator orchestrator) {
    write(run, orchestrator).ifPresent(file -> terminal.out().println("Report: " + file));
    terminal.out().flush();
  }

  /** Writes the reports; returns the page for people, unless that failed, which is reported. */
  Optional<String> write(RunId run, Orchestrator orchestrator) {
    try {
      StatusReport statusReport = orchestrator.status();
      RunHistory history = RunHistory.of(statusReport, run, terminal.clock().instant());
      Path page = ReportFolder.of(statusReport.stateDir(), run).writeAll(history);
      return Optional.of(terminal.safe(shown(page, parent.directory())));
    } catch (IOException failed) {
      warn(FileErrors.describe(failed));
    } catch (RefusedException | RuntimeException failed) {
      warn(String.valueOf(failed.getMessage())); // a fault of a report must not look like one of
      // the run
    }
    return Optional.empty();
  }

  private void warn(String why) {
    terminal.err().println("roundhouse: the report was not written: " + terminal.safe(why));
    terminal.err().println("  the run is not affected; 'roundhouse report' tries again");
    terminal.err().flush();
  }

  /** Returns {@code file} as it can be typed in {@code directory}. */
  static String shown(Path file, Path directory) throws IOException {
    Path here = directory.toRealPath();
    Path there = file.toAbsolutePath().normalize();
    return there.startsWith(here) ? here.relativize(there).toString() : there.toString();
  }
}
