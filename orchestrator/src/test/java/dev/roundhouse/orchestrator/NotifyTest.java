package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is configured under {@code notify} is notified, and never harms or delays a run for long. */
class NotifyTest {
  private static final String SECRET = "xoxb-hidden-value";

  @TempDir Path temporary;
  private GitFixture git;
  private HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final List<RunEvent> events = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  /** Answers the {@code number}th call. */
  private interface Answer {
    void to(HttpExchange call, int number) throws IOException, InterruptedException;
  }

  @BeforeEach
  void begin() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answers(Answer answer) {
    server.createContext(
        "/",
        call -> {
          String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          bodies.add(JsonMapper.shared().readTree(body));
          headers.add(Map.copyOf(call.getRequestHeaders()));
          try {
            answer.to(call, bodies.size());
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
          } finally {
            call.close();
          }
        });
  }

  private static void status(HttpExchange call, int status) throws IOException {
    call.sendResponseHeaders(status, -1);
  }

  private String address() {
    return "http://127.0.0.1:"
        + server.getAddress().getPort()
        + "/hook/"
        + SECRET
        + "?key="
        + SECRET;
  }

  private RunReport run(String notify) throws Exception {
    return run(notify, "echo x >$ROUNDHOUSE_ISSUE_ID.txt\n");
  }

  private RunReport run(String notify, String agent) throws Exception {
    git.write("roundhouse.yaml", "attempts: 1\nnotify:\n" + notify);
    git.issue("A-1").commitAll("backlog");
    RunOptions options = ConfigFile.read(git.root()).agent(git.agent(agent)).build();
    return git.orchestrator()
        .environment(environment)
        .options(options)
        .listener(events::add)
        .build()
        .run();
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (RunEvent each : events) {
      if (each instanceof RunEvent.Noticed noticed && noticed.message().startsWith("notify:")) {
        warnings.add(noticed.message());
      }
    }
    return warnings;
  }

  private List<String> kinds() {
    return bodies.stream().map(each -> each.path("kind").asString()).toList();
  }

  @Test
  void aWebhookGetsWhatItAskedForWithItsHeaders() throws Exception {
    environment.putAll(Map.of("HOOK", address(), "HOOK_TOKEN", SECRET));
    answers((call, number) -> status(call, 204));
    run(
        "  webhook: $HOOK\n  headers: {Authorization: Bearer $HOOK_TOKEN}\n"
            + "  on: [landed, finished]\n");

    assertThat(warnings()).isEmpty();
    assertThat(kinds()).containsExactly("landed", "finished");
    assertThat(bodies.get(0).path("text").asString()).startsWith("A-1 landed as ");
    assertThat(bodies.get(0).path("on").get(0).asString()).isEqualTo("landed");
    assertThat(headers.get(0).get("Authorization")).containsExactly("Bearer " + SECRET);
    assertThat(headers.get(0).get("Content-type")).containsExactly("application/json");
  }

  @Test
  void unlessToldOtherwiseItGetsWhatNeedsAPersonAndTheEnd() throws Exception {
    answers((call, number) -> status(call, 200));
    run("  webhook: " + address() + "\n", "exit 3");

    assertThat(kinds()).containsExactly("returned", "finished");
    assertThat(bodies.get(0).path("on").toString()).contains("needs-person", "failed");
    assertThat(bodies.get(0).path("text").asString())
        .startsWith("A-1 is failed: the agent exited with 3");
  }

  @Test
  void anErrorOfTheServerIsTriedAgain() throws Exception {
    answers((call, number) -> status(call, number == 1 ? 500 : 200));
    run("  webhook: " + address() + "\n  on: landed\n");

    assertThat(kinds()).containsExactly("landed", "landed");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aRefusalIsNotTriedAgainAndSaidOnceWithoutTheAddress() throws Exception {
    answers((call, number) -> status(call, 403));
    run("  webhook: " + address() + "\n  on: [landed, finished]\n");

    assertThat(bodies).hasSize(2);
    assertThat(warnings()).isNotEmpty();
    assertThat(warnings().get(warnings().size() - 1))
        .contains("did not reach http://127.0.0.1:", "it answered with HTTP 403");
    assertThat(warnings().toString()).doesNotContain(SECRET);
  }

  @Test
  void aServerThatNeverAnswersDoesNotHoldUpTheRun() throws Exception {
    answers((call, number) -> Thread.currentThread().join());
    RunReport report = run("  webhook: " + address() + "\n  on: landed\n  timeout: 5m\n");

    assertThat(report.landed()).isEqualTo(1);
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0)).contains("landed of A-1: it had not answered when the run ended");
  }

  @Test
  void aRedirectionIsNotFollowed() throws Exception {
    answers(
        (call, number) -> {
          call.getResponseHeaders().add("Location", "/elsewhere");
          status(call, 307);
        });
    run("  webhook: " + address() + "\n  on: landed\n");

    assertThat(bodies).hasSize(1);
    assertThat(warnings().toString()).contains("redirects to another address (HTTP 307)");
  }

  @Test
  void aServerWithoutAValidCertificateGivesAnErrorWithoutSecrets() throws Exception {
    HttpsServer unknown =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    unknown.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    unknown.setExecutor(threads);
    unknown.start();
    int port = unknown.getAddress().getPort();
    run("  webhook: https://127.0.0.1:" + port + "/" + SECRET + "\n  on: landed\n  timeout: 2s\n");
    unknown.stop(0);

    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0))
        .contains("https://127.0.0.1:" + port + "/…", "cannot be reached: ", "certificat")
        .doesNotContain(SECRET);
  }

  private SSLContext selfSigned() throws Exception {
    Path file = temporary.resolve("keys");
    String words =
        "-genkeypair -alias a -keyalg RSA -dname CN=localhost -storepass changeit -keystore "
            + file;
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(words.split(" ")));
    assertThat(Patience.exitCode(new ProcessBuilder(command).start())).isZero();
    char[] password = "changeit".toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(file.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void whereNothingListensIsSaid() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    run("  webhook: http://127.0.0.1:" + port + "/" + SECRET + "\n  on: landed\n");

    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0)).contains("cannot be reached").doesNotContain(SECRET);
  }

  @Test
  void aCommandGetsTheEventOnStandardInput() throws Exception {
    Path got = git.home().resolve("got");
    String command =
        git.script(
            "tell",
            "cat >>"
                + got
                + "; echo \"$ROUNDHOUSE_EVENT $ROUNDHOUSE_ISSUE_ID $1 ${HOOK_TOKEN-none}\" >>"
                + got
                + "\n");
    environment.put("HOOK_TOKEN", SECRET);
    run("  command: [" + command + ", 'a $HOME; b']\n  on: landed\n");

    List<String> lines = Files.readAllLines(got);
    assertThat(JsonMapper.shared().readTree(lines.get(0)).path("kind").asString())
        .isEqualTo("landed");
    assertThat(lines.get(1)).isEqualTo("landed A-1 a $HOME; b none");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aCommandThatHangsIsEndedWithItsChildren() throws Exception {
    Path pid = git.home().resolve("pid");
    String command = git.script("hang", "sleep 300 & echo $! >" + pid + "; wait\n");
    run("  command: " + command + "\n  on: landed\n  timeout: 1s\n");

    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0)).contains("it took longer than 1s and was ended");
    long child = Long.parseLong(Files.readString(pid).strip());
    Patience.await().until(() -> !GitFixture.runs(child));
  }

  @Test
  void aCommandThatFailsSaysWhereItsOutputIs() throws Exception {
    run("  command: " + git.script("fail", "echo why; exit 4\n") + "\n  on: landed\n");

    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0)).contains("it exited with 4; its output is in ", "notify.log");
    Path logs = git.root().resolve(".git/roundhouse/notify");
    assertThat(Files.readString(logs.resolve("notify.log"))).isEqualTo("why\n");
    assertThat(logs.toFile().list()).containsExactly("notify.log");
  }

  @Test
  void eachOfSeveralIsNotified() throws Exception {
    answers((call, number) -> status(call, 200));
    String failing = git.script("fail", "exit 1\n");
    run(
        "  - {command: "
            + failing
            + ", on: [landed]}\n  - {webhook: '"
            + address()
            + "', on: landed}\n");

    assertThat(kinds()).containsExactly("landed");
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void whatCannotWorkRefusesTheRunBeforeAnythingStarts() {
    for (String each :
        List.of(
            "  webhook: $NOT_SET\n", "  command: ./no-such-program\n", "  webhook: ftp://x\n")) {
      RefusedException refused = catchThrowableOfType(RefusedException.class, () -> run(each));

      assertThat(refused).as(each).isNotNull();
      assertThat(refused.getMessage()).contains("noti");
      assertThat(git.git("for-each-ref", "refs/roundhouse/work")).isEmpty();
      git.git("commit", "-q", "--allow-empty", "-m", "again");
      git.write("issues/other.md", each);
    }
  }

  @Test
  void theDoctorSendsAMessageIfAsked() throws Exception {
    answers((call, number) -> status(call, number == 1 ? 200 : 404));
    git.write("roundhouse.yaml", "notify: {webhook: '" + address() + "'}\n");
    Doctor doctor = git.configuredOrchestrator(environment).build().doctor();

    assertThat(doctor.examine())
        .filteredOn(each -> each.name().equals("notify"))
        .extracting(Doctor.Check::level)
        .containsExactly(Doctor.Level.OK);
    assertThat(bodies).isEmpty();
    assertThat(doctor.tryNotifications())
        .extracting(Doctor.Check::level)
        .containsExactly(Doctor.Level.OK);
    Doctor.Check failed = doctor.tryNotifications().get(0);
    assertThat(failed.level()).isEqualTo(Doctor.Level.ERROR);
    assertThat(failed.toString()).contains("HTTP 404").doesNotContain(SECRET);
  }

  @Test
  void noAgentAndNoCommandGetsTheSecretsOfNotificationsAndTraces() throws Exception {
    answers((call, number) -> status(call, 200));
    environment.putAll(
        Map.of(
            "HOOK",
            address(),
            "CALLER",
            SECRET,
            "CHAT_WEBHOOK_URL",
            SECRET,
            "OTEL_EXPORTER_OTLP_HEADERS",
            "api-key=" + SECRET));
    String command = git.script("tell", "env >" + git.home().resolve("of-command") + "\n");
    run(
        "  - {webhook: $HOOK, headers: {X-Caller: $CALLER}, on: landed}\n"
            + "  - {command: "
            + command
            + ", on: landed}\n",
        "env >of-agent\n");

    assertThat(bodies).hasSize(1);
    assertThat(git.show("main", "of-agent")).contains("PATH=").doesNotContain(SECRET);
    assertThat(Files.readString(git.home().resolve("of-command")))
        .contains("ROUNDHOUSE_EVENT=landed")
        .doesNotContain(SECRET);
  }
}
