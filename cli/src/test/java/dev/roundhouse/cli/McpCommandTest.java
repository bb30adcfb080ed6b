package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** {@code mcp}, called by the client of the official SDK in a process of its own. */
class McpCommandTest extends CommandFixture {
  private static final List<String> READING =
      List.of(
          "status", "list_issues", "show_issue", "explain_issue", "plan", "read_log", "read_diff");

  private McpSyncClient client(String... more) {
    List<String> words = new ArrayList<>(List.of("-C", git.root().toString(), "mcp"));
    words.addAll(List.of(more));
    List<String> command = ChildJvm.command(List.of(), Main.class, words.toArray(String[]::new));
    ServerParameters parameters =
        ServerParameters.builder(command.get(0))
            .args(command.subList(1, command.size()))
            .env(git.environment())
            .build();
    JacksonMcpJsonMapper json = new JacksonMcpJsonMapper(JsonMapper.shared());
    McpSyncClient client =
        McpClient.sync(new StdioClientTransport(parameters, json))
            .requestTimeout(Duration.ofSeconds(60))
            .jsonSchemaValidator(
                (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null))
            .initializationTimeout(Duration.ofSeconds(60))
            .build();
    client.initialize();
    return client;
  }

  private static McpSchema.CallToolResult call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
  }

  private static String text(McpSchema.CallToolResult result) {
    return result.content().stream()
        .map(each -> ((McpSchema.TextContent) each).text())
        .collect(Collectors.joining());
  }

  private static String said(McpSyncClient client, String tool, Map<String, Object> arguments) {
    McpSchema.CallToolResult result = call(client, tool, arguments);
    assertThat(result.isError()).as(text(result)).isNotEqualTo(true);
    return text(result);
  }

  private static String refused(McpSyncClient client, String tool, Map<String, Object> arguments) {
    McpSchema.CallToolResult result = call(client, tool, arguments);
    assertThat(result.isError()).as(text(result)).isTrue();
    return text(result);
  }

  @Test
  void itsToolsShowWhatTheCommandsShowAndChangeNothing() throws Exception {
    git.issue("A-1", "priority: P1").issue("A-2").commitAll("backlog");
    run("echo said; echo x >x.txt; [ $ROUNDHOUSE_ISSUE_ID = A-1 ]", "--attempts", "1");
    try (McpSyncClient client = client()) {
      assertThat(client.listTools().tools()).extracting(McpSchema.Tool::name).isEqualTo(READING);
      assertThat(client.listTools().tools())
          .allMatch(each -> Boolean.TRUE.equals(each.annotations().readOnlyHint()));
      assertThat(said(client, "status", Map.of())).contains("Needs you (1)", "A-2");
      assertThat(said(client, "list_issues", Map.of("all", true))).contains("A-1", "landed");
      assertThat(said(client, "list_issues", Map.of("priorities", List.of("P1"), "all", true)))
          .contains("A-1")
          .doesNotContain("A-2");
      assertThat(said(client, "show_issue", Map.of("issue", "A-1")))
          .contains("\"status\" : \"landed\"");
      assertThat(said(client, "explain_issue", Map.of("issue", "2"))).contains("the agent exited");
      assertThat(said(client, "plan", Map.of("workers", 3))).contains("nothing would start");
      assertThat(said(client, "read_log", Map.of("issue", "A-1"))).isEqualTo("said");
      assertThat(said(client, "read_diff", Map.of("issue", "A-1"))).contains("+x", "landed as");
      assertThatThrownBy(() -> call(client, "cancel_issue", Map.of("issue", "A-2")))
          .isInstanceOf(McpError.class);
    }
    assertThat(shell.status("A-2")).isEqualTo("failed");
  }

  @Test
  void withTheFlagIssuesAreSubmittedEditedAndChanged() throws Exception {
    git.issue("A-1").commitAll("backlog");
    try (McpSyncClient client = client("--allow-write")) {
      assertThat(client.listTools().tools()).hasSize(READING.size() + 7);
      String submitted =
          said(
              client,
              "submit_issue",
              Map.of(
                  "title", "--help",
                  "body", "First line\n\n`code` and $HOME",
                  "priority", "P0",
                  "labels", List.of("ui", "db"),
                  "blocked_by", List.of("A-1")));
      String id = JsonMapper.shared().readTree(submitted).path("issue").asString();
      assertThat(shell.type("show", id).out()).contains("--help", "`code` and $HOME", "P0", "db");
      said(client, "edit_issue", Map.of("issue", id, "title", "Better", "body", "Other text"));
      assertThat(shell.type("show", id).out()).contains("Better", "Other text");
      said(client, "hold_issue", Map.of("issue", "A-1"));
      assertThat(shell.status("A-1")).isEqualTo("awaiting-approval");
      said(client, "approve_issue", Map.of("issue", "A-1"));
      assertThat(shell.status("A-1")).isEqualTo("open");
      said(client, "skip_issue", Map.of("issue", "A-1", "reason", "later"));
      assertThat(shell.status("A-1")).isEqualTo("skipped");
      said(client, "retry_issue", Map.of("issue", "A-1"));
      said(client, "cancel_issue", Map.of("issue", "A-1"));
      assertThat(shell.status("A-1")).isEqualTo("cancelled");
    }
  }

  @Test
  void commentsReachTheNextPrompt() throws Exception {
    git.issue("A-1").commitAll("backlog");
    run("echo x >x.txt; exit 3", "--attempts", "1");
    try (McpSyncClient client = client("--allow-write")) {
      said(client, "retry_issue", Map.of("issue", "A-1", "comments", "--gate=true\nadd a test"));
    }
    run(EDIT);

    assertThat(shell.type("log", "A-1", "--prompt").out()).contains("--gate=true\nadd a test");
  }

  @Test
  void hostileArgumentsAreRefusedAsTheCommandsRefuseThem() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Path secret = Files.writeString(temporary.resolve("secret"), "hidden");
    try (McpSyncClient client = client("--allow-write")) {
      assertThat(refused(client, "show_issue", Map.of("issue", "--help"))).contains("--help");
      assertThat(refused(client, "show_issue", Map.of("issue", "../../etc/passwd")))
          .contains("etc/passwd");
      assertThat(refused(client, "show_issue", Map.of()))
          .isEqualTo("the argument 'issue' is missing");
      assertThat(refused(client, "show_issue", Map.of("issue", 7)))
          .contains("the argument 'issue' must be text");
      assertThat(refused(client, "show_issue", Map.of("issue", "A-1", "--backlog", "/")))
          .contains("unknown argument '--backlog'");
      assertThat(refused(client, "read_log", Map.of("issue", "A-1", "attempt", -1)))
          .contains("has no attempt");
      assertThat(refused(client, "edit_issue", Map.of("issue", "A-1", "priority", "urgent!")))
          .contains("priority");
      assertThat(refused(client, "edit_issue", Map.of("issue", "A-1", "if_version", 99)))
          .isNotEmpty();
      assertThat(refused(client, "submit_issue", Map.of("title", " "))).contains("title");
      assertThat(refused(client, "submit_issue", Map.of("title", "a", "labels", List.of("a,b"))))
          .contains("without commas");
      String submitted = said(client, "submit_issue", Map.of("title", "T", "body", "@" + secret));
      String id = JsonMapper.shared().readTree(submitted).path("issue").asString();
      assertThat(shell.type("show", id).out()).contains("@" + secret).doesNotContain("hidden");
    }
  }

  @Test
  void whatIsLongIsCutAndSaysSo() throws Exception {
    git.issue("A-1").commitAll("backlog");
    run("seq 1 20000; seq 1 20000 >numbers.txt");
    try (McpSyncClient client = client()) {
      String log = said(client, "read_log", Map.of("issue", "A-1"));
      assertThat(log).hasSizeLessThan(41_000).startsWith("[").endsWith("20000");
      String diff = said(client, "read_diff", Map.of("issue", "A-1"));
      assertThat(diff).hasSizeLessThan(41_000).contains("+1\n+2\n", "characters more]");
    }
  }

  @Test
  void standardOutputHasOnlyTheProtocolAndTheEndOfTheInputEndsIt() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Path output = temporary.resolve("output");
    Process process =
        new ProcessBuilder(ChildJvm.command(List.of(), Main.class, "mcp"))
            .directory(git.root().toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String begin =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n";
    String list = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}\n";
    String known = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n";
    String all = "this is not JSON\n" + begin + "{\"x\":1}\n" + known + list;
    process.getOutputStream().write(all.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();

    assertThat(Patience.exitCode(process)).isZero();
    assertThat(Files.readAllLines(output))
        .hasSize(2)
        .allMatch(each -> JsonMapper.shared().readTree(each).has("jsonrpc"));
  }
}
