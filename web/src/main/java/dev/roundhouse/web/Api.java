package dev.roundhouse.web;

import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Answers the API: what a person can see and do, as JSON. Each request reads the repository as it
 * is then. Safe for use by any number of threads.
 */
final class Api {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

  private final RepositorySource source;
  private final InstantSource clock;

  Api(RepositorySource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Returns what says that the server is alive. */
  Map<String, Object> health() {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", "ok");
    health.put(
        "timestamp",
        TIME.format(clock.instant().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)));
    return health;
  }

  /** Returns the numbers for a Prometheus server. */
  Reply metrics() throws IOException, RefusedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Metrics(source.open().status()).write(out);
    return new Reply(200, Metrics.TYPE, out.toByteArray(), "");
  }

  /** Answers {@code call}. */
  Reply answer(Call call) throws ApiException, IOException, RefusedException, InterruptedException {
    Orchestrator orchestrator = source.open();
    String first = call.path().get(0);
    int length = call.path().size();
    if (call.method().equals("GET")) {
      if (length == 1 && first.equals("home")) {
        return Reply.ok(new HomeView(orchestrator, clock.instant()).json());
      }
      if (length == 1 && first.equals("issues")) {
        return Reply.ok(board(orchestrator.status()));
      }
      if (first.equals("issues") && length <= 3) {
        return Reply.ok(issue(call, orchestrator));
      }
    } else if (first.equals("issues") && length == 3) {
      return Reply.ok(new PlanActions(orchestrator, clock.instant()).act(call));
    }
    throw ApiException.notFound(
        "there is no " + call.method() + " /api/v1/" + String.join("/", call.path()),
        "docs/web-api.md lists the routes");
  }

  private static Map<String, Object> board(StatusReport statusReport) {
    Map<String, Object> board = new LinkedHashMap<>();
    board.put("position", statusReport.view().position());
    board.put(
        "issues",
        statusReport.plan().standings().stream()
            .filter(IssueStanding::selected)
            .map(IssueView::summary)
            .toList());
    return board;
  }

  private Map<String, Object> issue(Call call, Orchestrator orchestrator)
      throws ApiException, IOException, RefusedException, InterruptedException {
    StatusReport statusReport = orchestrator.status();
    IssueStanding standing = IssueView.find(statusReport, call.issue());
    if (call.path().size() == 2) {
      return new IssueView(orchestrator, statusReport, standing, clock.instant()).json();
    }
    OptionalInt attempt = call.number("attempt");
    return switch (call.path().get(2)) {
      case "diff" -> DiffView.read(orchestrator, statusReport, standing, attempt).json();
      case "log" ->
          new LogView(statusReport, standing, attempt)
              .json(call.parameter("step").orElse("agent"), call.number("from").orElse(0));
      default ->
          throw ApiException.notFound(
              "an issue has no '" + call.path().get(2) + "'", "ask for its diff or log");
    };
  }
}
