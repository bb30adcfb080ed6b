package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Claude Code starts {@code mcp} and calls a tool of it. Needs {@code -Dreal.agents=true} and the
 * program in {@code -Dreal.agents.directory}, where RealAgentsTest of the orchestrator installs it;
 * its model is a script on loopback.
 */
class RealAgentMcpTest extends CommandFixture {
  private static final Path PROGRAM =
      Path.of(
          System.getProperty(
              "real.agents.directory", System.getProperty("java.io.tmpdir") + "/real-agents"),
          "node_modules/.bin/claude");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer model;

  @BeforeEach
  void listen() throws IOException {
    assumeTrue(Boolean.getBoolean("real.agents"), "needs -Dreal.agents=true");
    assumeTrue(Files.exists(PROGRAM), PROGRAM + " does not exist");
    model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.setExecutor(threads);
    model.createContext("/v1/messages", this::answer);
    model.start();
  }

  @AfterEach
  void end() {
    if (model != null) {
      model.stop(0);
    }
    threads.shutdownNow();
  }

  /** Wants the tool once, if it is offered, and then is done. */
  private void answer(HttpExchange call) throws IOException {
    String request = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(request);
    boolean wants =
        request.contains("mcp__roundhouse__explain_issue") && !request.contains("tool_result");
    String block =
        wants
            ? "{'type':'tool_use','id':'toolu_1','name':'mcp__roundhouse__explain_issue','input':{}}"
            : "{'type':'text','text':''}";
    String delta =
        wants
            ? "{'type':'input_json_delta','partial_json':'{\\\"issue\\\":\\\"A-1\\\"}'}"
            : "{'type':'text_delta','text':'Done.'}";
    String stop = wants ? "tool_use" : "end_turn";
    byte[] body =
        (event(
                    "message_start",
                    "'message':{'id':'msg_1','type':'message','role':'assistant','model':'m','content':[],"
                        + "'stop_reason':null,'usage':{'input_tokens':1,'output_tokens':1}}")
                + event("content_block_start", "'index':0,'content_block':" + block)
                + event("content_block_delta", "'index':0,'delta':" + delta)
                + event("content_block_stop", "'index':0")
                + event(
                    "message_delta",
                    "'delta':{'stop_reason':'" + stop + "'},'usage':{'output_tokens':5}")
                + event("message_stop", "'x':0"))
            .getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().add("Content-Type", "text/event-stream");
    call.sendResponseHeaders(200, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private static String event(String type, String fields) {
    String data = ("{'type':'" + type + "'," + fields + "}").replace('\'', '"');
    return "event: " + type + "\ndata: " + data + "\n\n";
  }

  @Test
  void claudeCodeCallsATool() throws Exception {
    git.issue("A-1").commitAll("backlog");
    run("exit 3", "--attempts", "1");
    List<String> command =
        ChildJvm.command(List.of(), Main.class, "-C", git.root().toString(), "mcp");
    Map<String, Object> server =
        Map.of("command", command.get(0), "args", command.subList(1, command.size()));
    Path servers = temporary.resolve("servers.json");
    Files.writeString(
        servers,
        JsonMapper.shared().writeValueAsString(Map.of("mcpServers", Map.of("roundhouse", server))));
    Path log = temporary.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
                PROGRAM.toString(),
                "-p",
                "Why has A-1 failed?",
                "--mcp-config",
                servers.toString(),
                "--strict-mcp-config",
                "--dangerously-skip-permissions")
            .directory(git.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"));
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", git.home().toString(),
                "IS_SANDBOX", "1",
                "ANTHROPIC_API_KEY", "none",
                "ANTHROPIC_BASE_URL", "http://127.0.0.1:" + model.getAddress().getPort(),
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"));

    assertThat(Patience.exitCode(builder.start())).as(Files.readString(log)).isZero();
    assertThat(requests).anyMatch(each -> each.contains("the agent exited with 3"));
  }
}
