package dev.roundhouse.web;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A repository with a server of its own, and a client of it. */
final class ServedProject implements AutoCloseable {
  /** Adds a line for each attempt, and keeps the prompt that it got. */
  static final String AGENT =
      """
      cat >"$HOME/prompt-$ROUNDHOUSE_ISSUE_ID-$ROUNDHOUSE_ATTEMPT"
      echo "attempt $ROUNDHOUSE_ATTEMPT begins"
      echo "attempt $ROUNDHOUSE_ATTEMPT" >>"$ROUNDHOUSE_ISSUE_ID.txt"
      """;

  static final JsonMapper JSON = JsonMapper.shared();

  private final GitFixture git;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable WebServer server;

  ServedProject(Path directory) {
    this.git = GitFixture.in(directory.resolve("project"));
  }

  /** Serves the repository as it is, which must have a backlog. */
  ServedProject serve() throws Exception {
    server = start(0);
    return this;
  }

  private WebServer start(int port) throws Exception {
    return WebServer.start(
        new WebServer.Settings(
            WebServer.Settings.LOOPBACK, port, InstantSource.system(), Duration.ofMillis(300)),
        () -> git.orchestrator().options(options().build()).build());
  }

  GitFixture git() {
    return git;
  }

  WebServer server() {
    return Objects.requireNonNull(server);
  }

  /** Ends the server and starts another one on the same port. */
  void restart() throws Exception {
    int port = server().port();
    server().close();
    server = start(port);
  }

  void stop() {
    server().close();
  }

  void startAgain(int port) throws Exception {
    server = start(port);
  }

  private Orchestrator.Builder orchestrator(String agent) {
    git.script("gate", "test ! -e red.txt || { echo '1 test failed'; exit 1; }");
    return git.orchestrator().options(options().agent(git.agent(agent)).build());
  }

  private RunOptions.Builder options() {
    Command gate = new Command(List.of(git.home().resolve("gate").toString()));
    return RunOptions.builder()
        .attempts(1)
        .gate(gate)
        .form(DeliveryOptions.DEFAULT.reviewed(DeliveryOptions.Review.REQUIRED));
  }

  /** Runs until nothing more can be done; work waits for approval. */
  RunReport run(String agent) throws Exception {
    return orchestrator(agent).build().run();
  }

  PlanEditor plan() {
    return git.orchestrator().build().planEditor();
  }

  Path stateDir() {
    return git.root().resolve(".git/roundhouse");
  }

  LedgerView view() throws IOException {
    return Ledger.read(stateDir());
  }

  String status(String issue) throws IOException {
    return view().issue(new IssueId(issue)).map(IssueRecord::status).orElseThrow().word();
  }

  long version(String issue) throws IOException {
    return view().issue(new IssueId(issue)).map(IssueRecord::version).orElse(0L);
  }

  String prompt(String issue, int attempt) throws IOException {
    return Files.readString(git.home().resolve("prompt-" + issue + "-" + attempt));
  }

  String token() {
    return server().link().substring(server().link().indexOf('=') + 1);
  }

  /** Begins a request with the token. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server().address() + path))
        .header("Authorization", "Bearer " + token());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path).body());
  }

  HttpResponse<String> post(String path, Map<String, Object> body) throws Exception {
    return change("POST", path, body);
  }

  HttpResponse<String> change(String method, String path, Map<String, Object> body)
      throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
