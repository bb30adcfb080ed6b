package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.testing.Patience;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What {@code log} shows of the stream that a known program printed. */
@Tag("slow")
class LogTranscriptTest extends CommandFixture {
  private @Nullable Process reader;

  @AfterEach
  void end() {
    if (reader != null) {
      reader.destroyForcibly();
    }
  }

  /** Runs an issue with a program called {@code name} that prints {@code lines}. */
  private void work(String name, String... lines) throws IOException {
    Path stream = Files.writeString(temporary.resolve("stream"), String.join("\n", lines) + "\n");
    Path program = temporary.resolve("bin").resolve(name);
    Files.createDirectories(Objects.requireNonNull(program.getParent()));
    Files.writeString(program, "#!/bin/sh\ncat >/dev/null\ncat '" + stream + "'\n" + EDIT);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    git.issue("A-1").commitAll("backlog");
    assertThat(shell.type("run", "--agent", program + " --model m").code()).isZero();
  }

  private static String uses(String command) {
    return "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"tool_use\",\"id\":\"1\","
        + "\"name\":\"Bash\",\"input\":{\"command\":\""
        + command
        + "\"}}]}}";
  }

  private static String says(String text) {
    return "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}]}}";
  }

  private static final String RESULT =
      "{\"type\":\"result\",\"is_error\":false,\"result\":\"Done.\",\"total_cost_usd\":0.31,"
          + "\"usage\":{\"input_tokens\":10,\"output_tokens\":4}}";

  @Test
  void wordsToolsAndResultAreTextAndRawIsWhatWasPrinted() throws Exception {
    String[] lines = {says("I look first."), uses("npm test"), "npm WARN x", says("Done."), RESULT};
    work("claude", lines);

    assertThat(shell.type("log", "A-1").out())
        .isEqualTo(
            """
            I look first.

            > Bash  npm test
            npm WARN x

            Done.

            done  10 tokens in, 4 out, $0.31
            """);
    assertThat(shell.type("log", "A-1", "--raw").out()).isEqualTo(String.join("\n", lines) + "\n");
    assertThat(shell.type("log", "A-1", "-f").out()).isEqualTo(shell.type("log", "A-1").out());
    assertThat(shell.type("log", "A-1", "--raw", "-f").out())
        .isEqualTo(shell.type("log", "A-1", "--raw").out());
  }

  @Test
  void asJsonItIsOneObjectOfEntries() throws Exception {
    work("claude", uses("npm test"), "npm WARN x", says("Done."), RESULT);

    JsonNode shown = shell.type("log", "A-1", "--json").json();
    assertThat(shown.path("issue").asString()).isEqualTo("A-1");
    assertThat(shown.path("attempt").asInt()).isEqualTo(1);
    assertThat(shown.path("entries"))
        .extracting(each -> each.path("kind").asString())
        .containsExactly("tool", "line", "text", "result");
    assertThat(shown.path("entries").get(0).path("head").asString()).isEqualTo("Bash");
    JsonNode raw = shell.type("log", "A-1", "--json", "--raw").json();
    assertThat(raw.path("entries").get(3).path("text").asString()).isEqualTo(RESULT);
    assertThat(raw.path("entries")).hasSize(4);
  }

  @Test
  void whatAStreamHidesIsMadeHarmlessAndAToolIsCutToTheScreen() throws Exception {
    work(
        "claude",
        uses("rm \\u001b[2J\\u202e " + "x".repeat(200)),
        says("a\\u001b]0;title\\u0007b"));

    assertThat(shell.type("log", "A-1").out())
        .contains("> Bash  rm ?[2J? xxx", "a?]0;title?b")
        .doesNotContain("\u001b", "\u0007", "\u202e");
    StringWriter out = new StringWriter();
    Terminal screen =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            git.root(),
            git.environment(),
            true,
            () -> 40,
            SignalSource.none());
    CommandLines.answer(screen, "log", "A-1");
    assertThat(out.toString().replaceAll("\u001b\\[[0-9]+m", "").lines())
        .allMatch(line -> line.length() <= 40)
        .anyMatch(line -> line.startsWith("> Bash  rm ?[2J? x") && line.endsWith("…"));
  }

  @Test
  void theOutputOfAScriptIsPrintedAsItIs() {
    git.issue("A-1").commitAll("backlog");
    run("printf '{\"type\":\"result\"}\\nno end'; " + EDIT);

    assertThat(shell.type("log", "A-1").out()).isEqualTo("{\"type\":\"result\"}\nno end");
  }

  @Test
  void aLogOfAHundredMegabytesIsShownWithLittleMemory() throws Exception {
    work("claude", says("begun"));
    try (Stream<Path> all = Files.walk(git.root().resolve(".git/roundhouse"))) {
      Path log = all.filter(each -> each.endsWith("agent.log")).findFirst().orElseThrow();
      String result =
          "{\"type\":\"user\",\"message\":{\"content\":\"" + "x".repeat(100_000) + "\"}}\n";
      try (BufferedWriter out = Files.newBufferedWriter(log)) {
        for (int n = 0; n < 1000; n++) {
          out.write(result);
        }
        out.write("y".repeat(3_000_000) + "\n" + says("over") + "\n");
      }
    }

    Path shown = temporary.resolve("shown");
    reader = shell.startOn(List.of("-Xmx64m"), shown, "log", "A-1");
    assertThat(Patience.exitCode(reader)).isZero();
    assertThat(Files.readString(shown)).startsWith("yyy").endsWith("y\n\nover\n");
    assertThat(Files.size(shown)).isEqualTo(3_000_000 + 7);
  }
}
