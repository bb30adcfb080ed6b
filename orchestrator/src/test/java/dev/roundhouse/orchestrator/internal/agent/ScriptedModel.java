package dev.roundhouse.orchestrator.internal.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A model on loopback that speaks Anthropic Messages, OpenAI Responses and Gemini, all streamed:
 * asked anew it wants one shell command run, told the command's result it says that it is done.
 */
final class ScriptedModel implements AutoCloseable {
  /** What it says at the end. */
  static final String ANSWER = "The greeting is written.\\n\\n## VERDICT\\n\\nReady\\n";

  private static final String DESCRIBED = "\\\"description\\\":\\\"greet\\\"";
  private static final String IN_FRONT = "\\\"is_background\\\":false";
  private static final List<String> SHELLS =
      List.of("Bash", "bash", "run_shell_command", "exec_command");
  private static final List<String> RESULTS =
      List.of("\"tool_result\"", "\"function_call_output\"", "\"functionResponse\"");

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String command;
  private final Optional<Refusal> refusal;
  private final Way way;

  private ScriptedModel(String command, Optional<Refusal> refusal, Way way) throws IOException {
    this.command = command;
    this.refusal = refusal;
    this.way = way;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** A model that wants {@code command} run; its characters need no escape in JSON. */
  static ScriptedModel wanting(String command) throws IOException {
    return new ScriptedModel(command, Optional.empty(), Way.WHOLE);
  }

  /** A model that answers every request with {@code refusal}. */
  static ScriptedModel refusing(Refusal refusal) throws IOException {
    return new ScriptedModel("true", Optional.of(refusal), Way.WHOLE);
  }

  /** A model that closes the connection in the middle of each answer. */
  static ScriptedModel cutting() throws IOException {
    return new ScriptedModel("true", Optional.empty(), Way.CUT);
  }

  /** A model that takes every request and answers none. */
  static ScriptedModel silent() throws IOException {
    return new ScriptedModel("true", Optional.empty(), Way.SILENT);
  }

  /** Where it listens, without a slash at the end. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The bodies of all requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream in = exchange.getRequestBody()) {
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Optional<String> answer =
          exchange.getRequestMethod().equals("POST")
              ? events(exchange.getRequestURI().getPath(), body)
              : Optional.empty();
      if (answer.isEmpty()) {
        send(exchange, new Refusal(404, "{}", Map.of()), "application/json");
        return;
      }
      requests.add(body);
      if (way == Way.SILENT) {
        closed.await();
      } else if (way == Way.CUT) {
        cut(exchange, answer.get());
      } else if (refusal.isPresent()) {
        send(exchange, refusal.get(), "application/json");
      } else {
        send(exchange, new Refusal(200, answer.get(), Map.of()), "text/event-stream");
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends the first half of an answer that says it is longer, and closes the connection. */
  private static void cut(HttpExchange exchange, String answer) throws IOException {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
    exchange.getResponseBody().flush();
  }

  private static void send(HttpExchange exchange, Refusal answer, String type) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Optional<String> events(String path, String request) {
    String tool = SHELLS.stream().filter(each -> offers(request, each)).findFirst().orElse("");
    boolean asked = !tool.isEmpty() && RESULTS.stream().noneMatch(request::contains);
    if (path.endsWith("/responses")) {
      return Optional.of(openAi(asked));
    } else if (path.endsWith("/messages")) {
      return Optional.of(anthropic(asked ? tool : ""));
    }
    return path.endsWith(":streamGenerateContent")
        ? Optional.of(gemini(asked ? tool : ""))
        : Optional.empty();
  }

  private static boolean offers(String request, String tool) {
    return request.contains("\"name\":\"" + tool + "\"")
        || request.contains("\"name\": \"" + tool + "\"");
  }

  private String anthropic(String tool) {
    return event(
            "message_start",
            """
            "message":{"id":"msg_%s","type":"message","role":"assistant","model":"scripted","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":100,"cache_creation_input_tokens":20,"cache_read_input_tokens":300,"output_tokens":1}}"""
                .formatted(requests.size()))
        + (tool.isEmpty() ? anthropicText() : anthropicTool(tool))
        + event("content_block_stop", "\"index\":0")
        + event(
            "message_delta",
            """
            "delta":{"stop_reason":"%s","stop_sequence":null},"usage":{"output_tokens":50}"""
                .formatted(tool.isEmpty() ? "end_turn" : "tool_use"))
        + event("message_stop", "\"unused\":0");
  }

  private String anthropicTool(String tool) {
    return event(
            "content_block_start",
            """
            "index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"%s","input":{}}"""
                .formatted(tool))
        + event(
            "content_block_delta",
            """
            "index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"command\\":\\"%s\\",%s}"}"""
                .formatted(command, tool.equalsIgnoreCase("bash") ? DESCRIBED : IN_FRONT));
  }

  private static String anthropicText() {
    return event(
            "content_block_start",
            """
            "index":0,"content_block":{"type":"text","text":""}""")
        + event(
            "content_block_delta",
            """
            "index":0,"delta":{"type":"text_delta","text":"%s"}"""
                .formatted(ANSWER));
  }

  private String openAi(boolean asked) {
    String item =
        asked
            ? """
              {"type":"function_call","id":"fc_1","call_id":"call_1","name":"exec_command","arguments":"{\\"cmd\\":\\"%s\\"}"}"""
                .formatted(command)
            : """
              {"type":"message","role":"assistant","id":"msg_1","content":[{"type":"output_text","text":"%s"}]}"""
                .formatted(ANSWER);
    String response = "\"response\":{\"id\":\"resp_" + requests.size() + "\"";
    return event("response.created", response + "}")
        + event("response.output_item.done", "\"output_index\":0,\"item\":" + item)
        + event(
            "response.completed",
            response
                + """
                ,"usage":{"input_tokens":420,"input_tokens_details":{"cached_tokens":300},"output_tokens":50,"output_tokens_details":{"reasoning_tokens":10},"total_tokens":470}}""");
  }

  private String gemini(String tool) {
    String part =
        tool.isEmpty()
            ? "{\"text\":\"" + ANSWER + "\"}"
            : """
              {"functionCall":{"name":"%s","args":{"command":"%s"}}}"""
                .formatted(tool, command);
    return """
        data: {"candidates":[{"content":{"role":"model","parts":[%s]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":420,"cachedContentTokenCount":300,"candidatesTokenCount":50,"totalTokenCount":470}}

        """
        .formatted(part);
  }

  private static String event(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
  }

  /** How answers are sent. */
  private enum Way {
    WHOLE,
    CUT,
    SILENT
  }

  /**
   * One whole answer.
   *
   * @param status the HTTP status
   * @param body its body
   * @param headers headers beside the content type
   */
  record Refusal(int status, String body, Map<String, String> headers) {}
}
