package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.roundhouse.core.testing.Patience;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The traces of a run, as a collector receives them from the program in a process of its own. */
class RunTracesTest extends CommandFixture {
  private final List<ExportTraceServiceRequest> received = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch never = new CountDownLatch(1);
  private HttpServer collector;
  private Path log;

  @BeforeEach
  void listen() throws IOException {
    log = temporary.resolve("log");
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.setExecutor(threads);
    collector.createContext(
        "/v1/traces",
        call -> {
          received.add(ExportTraceServiceRequest.parseFrom(call.getRequestBody()));
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    collector.createContext(
        "/stuck",
        call -> {
          try {
            never.await();
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
          }
        });
    collector.start();
  }

  @AfterEach
  void end() {
    never.countDown();
    collector.stop(0);
    threads.shutdownNow();
  }

  private String address(String path) {
    return "http://127.0.0.1:" + collector.getAddress().getPort() + path;
  }

  private int run(Map<String, String> variables, String agent) throws Exception {
    String command = git.script("agent", agent);
    Process process =
        shell.startWith(
            variables, log, "run", "--agent", command, "--gate", "true", "--attempts", "1");
    return Patience.exitCode(process);
  }

  private List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    received.forEach(
        each ->
            each.getResourceSpansList()
                .forEach(
                    resource ->
                        resource
                            .getScopeSpansList()
                            .forEach(scope -> spans.addAll(scope.getSpansList()))));
    return spans;
  }

  private Span span(String name) {
    List<Span> found = spans().stream().filter(each -> each.getName().equals(name)).toList();
    assertThat(found).as(name + " among " + spans()).hasSize(1);
    return found.get(0);
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(each -> each.getKey().equals(key))
        .map(each -> each.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  private void isWithin(String inner, String outer) {
    Span child = span(inner);
    Span parent = span(outer);
    assertThat(child.getParentSpanId()).as(inner).isEqualTo(parent.getSpanId());
    assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
    assertThat(child.getStartTimeUnixNano()).isGreaterThanOrEqualTo(parent.getStartTimeUnixNano());
    assertThat(child.getEndTimeUnixNano()).isLessThanOrEqualTo(parent.getEndTimeUnixNano());
  }

  @Test
  void aRunIsATraceOfItsIssuesAttemptsAndPhases() throws Exception {
    git.issue("A-1").commitAll("backlog");

    assertThat(run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", address("")), EDIT))
        .as(Files.readString(log))
        .isZero();

    assertThat(span("run main").getParentSpanId()).isEmpty();
    assertThat(attribute(span("run main"), "cicd.pipeline.result")).isEqualTo("success");
    isWithin("gate main", "run main");
    isWithin("issue A-1", "run main");
    isWithin("attempt 1", "issue A-1");
    for (String phase : List.of("agent", "gate", "landing")) {
      isWithin(phase, "attempt 1");
    }
    assertThat(attribute(span("gate"), "cicd.pipeline.task.run.result")).isEqualTo("success");
    assertThat(attribute(span("issue A-1"), "vcs.ref.head.revision"))
        .isEqualTo(git.git("rev-parse", "main"));
    assertThat(received.get(0).getResourceSpans(0).getResource().toString())
        .contains("service.name", "roundhouse");
  }

  @Test
  void whatFailsHasTheStatusOfAnError() throws Exception {
    git.issue("A-1").commitAll("backlog");

    run(
        Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT", address("")),
        "exit 3");

    assertThat(span("attempt 1").getStatus().getCode())
        .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span("attempt 1").getStatus().getMessage()).contains("the agent exited with 3");
    assertThat(attribute(span("attempt 1"), "error.type")).isEqualTo("failed");
    assertThat(attribute(span("run main"), "cicd.pipeline.result")).isEqualTo("failure");
  }

  @Test
  void aCollectorThatDoesNotAnswerOrExistHarmsNothing() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    Map<String, String> stuck = Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", address("/stuck"));

    assertThat(run(stuck, EDIT)).as(Files.readString(log)).isZero();
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-2");
    git.issue("A-3").commitAll("more");
    int port = collector.getAddress().getPort();
    collector.stop(0);
    String gone = "http://u:hidden@127.0.0.1:" + port;
    assertThat(run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", gone), EDIT)).isZero();
    assertThat(Files.readString(log)).doesNotContain("hidden");
  }

  @Test
  void whatIsNotValidIsRefusedAndOffIsOff() throws Exception {
    git.issue("A-1").commitAll("backlog");

    assertThat(run(Map.of("OTEL_TRACES_EXPORTER", "no-such-exporter"), EDIT)).isEqualTo(2);
    assertThat(Files.readString(log)).contains("traces cannot be sent: ", "no-such-exporter");
    Map<String, String> wrong =
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://u:hidden@127.0.0.1:1/?k=hidden");
    assertThat(run(wrong, EDIT)).isEqualTo(2);
    assertThat(Files.readString(log))
        .contains("the address of the collector")
        .doesNotContain("hidden");
    assertThat(shell.status("A-1")).isEqualTo("open");
    Map<String, String> off =
        Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", address(""));
    assertThat(run(off, EDIT)).isZero();
    assertThat(received).isEmpty();
  }

  @Test
  void withoutTheVariablesNothingOfTheLibraryIsLoaded() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Path classes = temporary.resolve("classes");
    Process process =
        shell.startOn(
            List.of("-Xlog:class+load:file=" + classes),
            log,
            "run",
            "--agent",
            git.script("agent", EDIT));

    assertThat(Patience.exitCode(process)).isZero();
    assertThat(Files.readString(classes))
        .contains("dev.roundhouse.cli.command.RunFollowers")
        .doesNotContain("io.opentelemetry.", "io.modelcontextprotocol.");
  }
}
