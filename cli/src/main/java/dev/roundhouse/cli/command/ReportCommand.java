package dev.roundhouse.cli.command;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.text.NearestWord;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.report.ReportFolder;
import dev.roundhouse.report.ReportFormat;
import dev.roundhouse.report.RunHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes the report of a run. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Reports on one run: what landed, what needs you, what it cost, and what was wasted; then a"
          + " timeline, every issue with its phases, the evidence on what did not land, and the"
          + " dependencies. Without an option it writes the page report.html beside the run's logs"
          + " and prints its path. --md, --json and --junit print the report, unless --output"
          + " names a file.",
      "Every run writes its report at its end, in all four formats. This command writes it again "
          + "from the ledger, also during a run, and for a run that was killed."
    },
    footer = {
      "roundhouse report                              # a page about the last run",
      "roundhouse report --md | gh pr comment -F -    # Markdown, for a pull request",
      "roundhouse report run_45a4fc835189 --json",
      "roundhouse report --junit --output target/TEST-roundhouse.xml"
    })
final class ReportCommand implements Callable<Integer> {
  private static final String LAST = "last";
  private static final String STANDARD_OUTPUT = "-";
  private static final int ENOUGH = 3; // letters that may stand for the whole id

  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "the run's id, the beginning of it, or 'last' (default: last)")
  private String run = LAST;

  @Option(names = "--html", description = "one self-contained HTML page (default)")
  private boolean html;

  @Option(names = "--md", description = "Markdown, for a pull request")
  private boolean md;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Option(names = "--junit", description = "JUnit XML: each issue is a test case")
  private boolean junit;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "the file to write, or - to print the report")
  private @Nullable String output;

  @Option(
      names = "--backlog",
      paramLabel = "DIR",
      description = "a directory of issue files inside the checkout; repeatable")
  private @Nullable List<String> backlog;

  @Override
  public Integer call() throws IOException, RefusedException {
    ReportFormat format = format();
    RunFlags flags = new RunFlags();
    flags.issues.backlog = backlog;
    StatusReport statusReport = new OrchestratorOpener(parent).with(flags).build().status();
    RunId id = find(statusReport);
    RunHistory history = RunHistory.of(statusReport, id, parent.terminal().clock().instant());
    String to = output == null && format != ReportFormat.HTML ? STANDARD_OUTPUT : output;
    if (STANDARD_OUTPUT.equals(to)) {
      parent.terminal().out().print(format.render(history));
    } else if (to == null) {
      say(ReportFolder.of(statusReport.stateDir(), id).write(history, format));
    } else {
      Path file = parent.directory().resolve(to);
      write(file, format.render(history));
      say(file);
    }
    parent.terminal().out().flush();
    return ExitCode.OK.code();
  }

  private void say(Path file) throws IOException {
    parent.terminal().out().println("Report: " + RunReports.shown(file, parent.directory()));
  }

  private ReportFormat format() throws RefusedException {
    List<ReportFormat> chosen = new ArrayList<>();
    add(chosen, html, ReportFormat.HTML);
    add(chosen, md, ReportFormat.MD);
    add(chosen, json, ReportFormat.JSON);
    add(chosen, junit, ReportFormat.JUNIT);
    if (chosen.size() > 1) {
      throw RefusedException.input(
          "a report has one format, not " + chosen.size(),
          "choose one of --html, --md, --json and --junit");
    }
    return chosen.isEmpty() ? ReportFormat.HTML : chosen.get(0);
  }

  private static void add(List<ReportFormat> chosen, boolean isWanted, ReportFormat format) {
    if (isWanted) {
      chosen.add(format);
    }
  }

  private RunId find(StatusReport statusReport) throws IOException, RefusedException {
    Optional<RunRecord> current = statusReport.currentRun();
    if (current.isEmpty()) {
      throw RefusedException.input(
          "there has been no run in this repository", "'roundhouse run' starts the first one");
    }
    if (run.equals(LAST)) {
      return current.get().id();
    }
    List<String> all = statusReport.view().runs().stream().map(each -> each.id().value()).toList();
    List<String> found = all.stream().filter(this::isMeant).toList();
    if (found.size() == 1) {
      return new RunId(found.get(0));
    }
    throw found.isEmpty()
        ? RefusedException.input(
            "there is no run " + run, NearestWord.question(run, all) + advice(current.get()))
        : RefusedException.input(run + " is ambiguous: " + found, "give the whole id");
  }

  private static String advice(RunRecord last) {
    return "the last one is " + last.id();
  }

  private boolean isMeant(String id) {
    boolean isPart =
        run.length() >= ENOUGH
            && (id.startsWith(run) || id.substring(id.indexOf('_') + 1).startsWith(run));
    return id.equals(run) || isPart;
  }

  /** Writes a file as a whole; to a pipe or another special file, directly. */
  private static void write(Path file, String report) throws IOException, RefusedException {
    byte[] bytes = report.getBytes(StandardCharsets.UTF_8);
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw RefusedException.input(
          "the directory of " + file + " does not exist", "create it, or name another file");
    }
    if (Files.isDirectory(file)) {
      throw RefusedException.input(file + " is a directory", "name a file in it");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Files.write(file, bytes);
    } else {
      new AtomicFile(file).replace(bytes);
    }
  }
}
