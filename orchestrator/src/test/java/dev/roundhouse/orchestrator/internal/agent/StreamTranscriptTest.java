package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.agent.AgentTranscript.Entry;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** What people read of streams that the real programs printed; see the streams' README. */
class StreamTranscriptTest {
  private static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(StreamTranscriptTest.class.getResource("/streams/" + name))
              .toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String recorded(String name) throws IOException {
    return Files.readString(file(name));
  }

  /** Takes {@code text} in one piece. */
  private static String shown(StreamFormat format, String text) {
    return shown(format, List.of(text));
  }

  private static String shown(StreamFormat format, List<String> pieces) {
    List<Entry> entries = new ArrayList<>();
    StreamTranscript transcript = new StreamTranscript(format, entries::add);
    pieces.forEach(transcript::take);
    transcript.end();
    return entries.stream().map(StreamTranscriptTest::line).collect(Collectors.joining());
  }

  private static String line(Entry entry) {
    String head = entry.head().isEmpty() ? "" : entry.head() + ": ";
    return switch (entry.kind()) {
      case TEXT -> entry.text() + "\n";
      case TOOL -> "> " + head + entry.text() + "\n";
      case ERROR -> "! " + head + entry.text() + "\n";
      case RESULT -> "= " + head + entry.text() + "\n";
      case LINE -> "| " + entry.text() + "\n";
      case PIECE -> entry.text();
    };
  }

  private static StreamFormat format(Path file) {
    String name = file.getFileName().toString();
    return StreamFormat.valueOf(name.substring(0, name.indexOf('-')).toUpperCase(Locale.ROOT));
  }

  static List<Path> streams() throws IOException {
    try (Stream<Path> all =
        Files.list(Objects.requireNonNull(file("claude-done.jsonl").getParent()))) {
      return all.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude-done.jsonl | Bash | 840 tokens in (600 from its cache), 100 out, $0.0041",
        "codex-done.jsonl | shell | 840 tokens in (600 from its cache), 100 out",
        "gemini-done.jsonl | run_shell_command | 840 tokens in (600 from its cache), 100 out",
        "opencode-done.jsonl | bash | 840 tokens in (600 from its cache), 100 out, $0.0024",
        "qwen-done.jsonl | run_shell_command | 800 tokens in (600 from its cache), 100 out",
        "copilot-done.jsonl | bash | ''",
      })
  void theWordsTheToolsAndTheResultAreShownOnce(String file, String tool, String used)
      throws IOException {
    String shown = shown(format(file(file)), recorded(file));

    assertThat(shown.replaceFirst("(?m)^! Model metadata .*\n", ""))
        .isEqualTo(
            "> "
                + tool
                + ": printf hello > greeting.txt\n"
                + "The greeting is written.\n\n## VERDICT\n\nReady\n"
                + "= done: "
                + used
                + "\n");
  }

  @Test
  void theSingleObjectOfGeminiIsShownToo() throws IOException {
    assertThat(shown(StreamFormat.GEMINI, recorded("gemini-done.json")))
        .isEqualTo(
            "The greeting is written.\n\n## VERDICT\n\nReady\n"
                + "= done: 840 tokens in (600 from its cache), 100 out\n");
  }

  @ParameterizedTest
  @MethodSource("streams")
  void everyLineThatAKnownProgramPrintsIsUnderstood(Path file) throws IOException {
    assertThat(shown(format(file), Files.readString(file)).lines())
        .noneMatch(each -> each.startsWith("| {"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude-401.jsonl | ! request failed: authentication failed (status 401); repeat 1 of 10",
        "claude-401.jsonl | ! Invalid API key",
        "claude-usage-limit.jsonl | ! usage limit reached",
        "codex-401.jsonl | ! Reconnecting... 1/5 (unexpected status 401 Unauthorized",
        "codex-401.jsonl | ! unexpected status 401 Unauthorized",
        "gemini-not-let-in.jsonl | ! ",
        "opencode-not-let-in.jsonl | ! ",
        "copilot-not-let-in.jsonl | ! ",
        "qwen-not-let-in.jsonl | [API Error: 401",
      })
  void errorsAreShownAndTheWorkFailed(String file, String line) throws IOException {
    String shown = shown(format(file(file)), recorded(file));

    assertThat(shown.lines()).filteredOn(each -> each.startsWith(line)).hasSize(1);
    assertThat(shown.lines()).filteredOn(each -> each.startsWith("= failed")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void thePiecesMakeNoDifference(Path file) throws IOException {
    String text = Files.readString(file);
    Random random = new Random(7);
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(300));
      pieces.add(text.substring(from, to));
      from = to;
    }

    assertThat(shown(format(file), pieces)).isEqualTo(shown(format(file), text));
  }

  @Test
  void aToolThatFailsIsShownWithItsReason() {
    assertThat(
            shown(
                StreamFormat.CLAUDE,
                """
                {"type":"system","subtype":"init","cwd":"/home/tess/w1"}
                {"type":"assistant","message":{"content":[{"type":"tool_use","id":"t1","name":"Edit","input":{"file_path":"/home/tess/w1/src/a.js","old_string":"a\\nb"}}]}}
                {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":"no\\n  such text"}]}}
                """))
        .isEqualTo("> Edit: src/a.js\n! Edit: no such text\n");
    assertThat(
            shown(
                StreamFormat.CODEX,
                """
                {"type":"item.started","item":{"id":"i1","type":"command_execution","command":"/bin/bash -lc 'npm test'","status":"in_progress"}}
                {"type":"item.completed","item":{"id":"i1","type":"command_execution","command":"/bin/bash -lc 'npm test'","aggregated_output":"a\\n2 failed\\n","exit_code":1,"status":"failed"}}
                {"type":"item.completed","item":{"id":"i2","type":"file_change","changes":[{"path":"a.js","kind":"update"},{"path":"b.js","kind":"add"}],"status":"completed"}}
                """))
        .isEqualTo("> shell: npm test\n! shell: exited with 1: 2 failed\n> edit: a.js, b.js\n");
  }

  @Test
  void aMessageThatComesInPiecesIsShownLineByLine() {
    assertThat(
            shown(
                StreamFormat.GEMINI,
                """
                {"type":"message","role":"user","content":"the prompt"}
                {"type":"message","role":"assistant","content":"It is ","delta":true}
                {"type":"message","role":"assistant","content":"done.\\nNow","delta":true}
                {"type":"message","role":"assistant","content":" I test.","delta":true}
                {"type":"tool_use","tool_id":"a","tool_name":"shell","parameters":{"command":"x"}}
                """))
        .isEqualTo("It is done.\nNow I test.\n> shell: x\n");
  }

  @ParameterizedTest
  @EnumSource(value = StreamFormat.class, names = "PLAIN", mode = Mode.EXCLUDE)
  void whatIsNotUnderstoodIsShownAsItWasPrinted(StreamFormat format) {
    String text =
        "Warning: no colours\n\n{\"type\":\"unheard-of\",\"n\":1}\n{broken\n[1]\n{\n  \"half\n";

    assertThat(shown(format, text))
        .isEqualTo(
            "| Warning: no colours\n| \n| {\"type\":\"unheard-of\",\"n\":1}\n| {broken\n"
                + "| [1]\n| {\n|   \"half\n");
  }

  @Test
  void plainOutputIsPassedOnAsItIs() {
    assertThat(shown(StreamFormat.PLAIN, List.of("a", "b\n{\"type\":", "\"result\"}\nno end")))
        .isEqualTo("ab\n{\"type\":\"result\"}\nno end");
  }

  @ParameterizedTest
  @EnumSource(StreamFormat.class)
  void aLineOfAnyLengthIsPassedOnInPieces(StreamFormat format) {
    AtomicLong most = new AtomicLong();
    AtomicLong all = new AtomicLong();
    StreamTranscript transcript =
        new StreamTranscript(
            format,
            entry -> {
              most.accumulateAndGet(entry.text().length(), Math::max);
              all.addAndGet(entry.text().length());
            });
    char[] block = new char[1 << 16];
    Arrays.fill(block, 'x');
    String piece = new String(block);
    transcript.take("{\"type\":\"");
    for (int n = 0; n < 1600; n++) {
      transcript.take(piece);
    }
    transcript.end();

    assertThat(all.get()).isBetween(1600L * piece.length(), 1600L * piece.length() + 100);
    assertThat(most.get()).isLessThanOrEqualTo(AgentStream.LONGEST_LINE + piece.length());
  }

  @Test
  void manyToolsAndLongTextsTakeNoMoreMemoryThanOne() {
    AtomicLong most = new AtomicLong();
    StreamTranscript transcript =
        new StreamTranscript(
            StreamFormat.CLAUDE, entry -> most.accumulateAndGet(entry.text().length(), Math::max));
    String use =
        "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"tool_use\",\"id\":\"%d\","
            + "\"name\":\"Bash\",\"input\":{\"command\":\""
            + "y".repeat(10_000)
            + "\"}}]}}\n";
    for (int n = 0; n < 10_000; n++) {
      transcript.take(use.replace("%d", Integer.toString(n)));
    }
    transcript.end();

    assertThat(most.get()).isEqualTo(2000);
  }

  @Test
  void anEntryWithoutAnythingIsNotShown() {
    List<Entry> entries = new ArrayList<>();
    StreamTranscript transcript = new StreamTranscript(StreamFormat.CLAUDE, entries::add);
    transcript.end();
    assertThat(entries).isEmpty();

    transcript = new StreamTranscript(StreamFormat.CLAUDE, entries::add);
    transcript.take(
        "{\"type\":\"assistant\",\"message\":{\"id\":\"m\",\"usage\":{\"input_tokens\":5}}}\n");
    transcript.end();
    assertThat(entries)
        .containsExactly(new Entry(Kind.RESULT, "not ended", "at least 5 tokens in, 0 out"));
  }
}
