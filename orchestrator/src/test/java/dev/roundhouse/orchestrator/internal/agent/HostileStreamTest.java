package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that were cut off, mixed up or made to harm: they are read to the end, and bounded. */
@Tag("slow")
class HostileStreamTest {
  private static final long SEED = 20261121;
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path temporary;

  private static List<byte[]> recordings() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(HostileStreamTest.class.getResource("/streams")).toURI());
    List<byte[]> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json*")) {
      for (Path file : files) {
        all.add(Files.readAllBytes(file));
      }
    }
    assertThat(all).hasSizeGreaterThan(15);
    return all;
  }

  private static void isBounded(AgentReport report) {
    assertThat(report.session()).hasSizeLessThanOrEqualTo(AgentReport.LONGEST_SESSION);
    assertThat(report.lastMessage()).hasSizeLessThanOrEqualTo(AgentReport.LONGEST_MESSAGE);
    assertThat(report.error()).hasSizeLessThanOrEqualTo(AgentReport.LONGEST_ERROR);
    assertThat(report.session() + report.error()).doesNotContainPattern("\\p{Cntrl}");
    assertThat(report.lastMessage()).doesNotContainPattern("[\\p{Cntrl}&&[^\\n\\t]]");
    assertThat(report.tokens().input()).isNotNegative();
    assertThat(report.toolUses()).isNotNegative();
  }

  @ParameterizedTest
  @EnumSource
  void anythingIsReadToTheEnd(StreamFormat format) throws Exception {
    Random random = new Random(SEED);
    Path log = temporary.resolve("log");
    for (byte[] recording : recordings()) {
      for (int round = 0; round < 25; round++) {
        Files.write(log, spoilt(recording, random));

        isBounded(format.read(log, CLOCK));
      }
    }
  }

  /** Cut off somewhere, with some bytes changed and some noise in front. */
  private static byte[] spoilt(byte[] whole, Random random) {
    byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
    for (int change = random.nextInt(8); change > 0 && bytes.length > 0; change--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    byte[] noise = new byte[random.nextInt(50)];
    random.nextBytes(noise);
    byte[] both = Arrays.copyOf(noise, noise.length + bytes.length);
    System.arraycopy(bytes, 0, both, noise.length, bytes.length);
    return both;
  }

  @ParameterizedTest
  @EnumSource
  void everyPrefixOfALineIsAnOrdinaryLine(StreamFormat format) throws Exception {
    for (byte[] recording : recordings()) {
      String text = new String(recording, StandardCharsets.UTF_8);
      AgentStream stream = format.open(CLOCK);
      for (int end = 0; end < text.length(); end += 37) {
        stream.line(text.substring(0, end).replace('\n', ' '));
      }
      isBounded(stream.report());
    }
  }

  @Test
  void valuesOfTheWrongKindAndNumbersBeyondReasonTellNothing() {
    AgentStream stream = StreamFormat.CLAUDE.open(CLOCK);
    stream.line("{\"type\":{},\"session_id\":[1]}");
    stream.line("{\"type\":\"assistant\",\"message\":[[\"tool_use\"]],\"error\":7}");
    stream.line("{\"type\":\"assistant\",\"message\":{\"content\":{\"type\":9},\"usage\":3}}");
    stream.line("{\"type\":\"rate_limit_event\",\"rate_limit_info\":null}");
    stream.line(
        "{\"type\":\"result\",\"is_error\":\"yes\",\"total_cost_usd\":1e999,\"result\":[]}");
    stream.line("{\"type\":\"result\",\"total_cost_usd\":-1,\"usage\":{\"input_tokens\":-5}}");
    stream.line(
        "{\"type\":\"result\",\"total_cost_usd\":\"1\",\"usage\":"
            + "{\"output_tokens\":99999999999999999999999,\"input_tokens\":9223372036854775807,"
            + "\"cache_read_input_tokens\":9223372036854775807}}");

    AgentReport report = stream.report();
    assertThat(report.session()).isEmpty();
    assertThat(report.cost()).isEmpty();
    assertThat(report.tokens()).isEqualTo(new Tokens(1_000_000_000_000L, 0, 1_000_000_000_000L));
  }

  @Test
  void aResetBeyondTimeIsNoTime() {
    AgentStream stream = StreamFormat.CLAUDE.open(CLOCK);
    stream.line(
        "{\"type\":\"rate_limit_event\",\"rate_limit_info\":"
            + "{\"status\":\"rejected\",\"resetsAt\":9223372036854775807}}");

    assertThat(stream.report().refusal())
        .hasValueSatisfying(each -> assertThat(each.resets()).isEmpty());
  }

  @Test
  void deepNestingIsNoLine() {
    AgentStream stream = StreamFormat.CODEX.open(CLOCK);
    stream.line("{\"a\":".repeat(100_000));
    stream.line("{\"a\":" + "[".repeat(500_000));

    assertThat(stream.report()).isEqualTo(AgentReport.NOTHING);
  }

  @Test
  void aLongMessageKeepsItsEnd() {
    AgentStream stream = StreamFormat.GEMINI.open(CLOCK);
    for (int part = 0; part < 5_000; part++) {
      stream.line(
          "{\"type\":\"message\",\"role\":\"assistant\",\"delta\":true,\"content\":\"word\\u0007 "
              + part
              + "\"}");
    }

    isBounded(stream.report());
    assertThat(stream.report().lastMessage()).endsWith("word 4999");
  }

  /** Each line is as long as is looked at, but the last but one, which is far longer. */
  @ParameterizedTest
  @EnumSource(names = {"CLAUDE", "CODEX"})
  void aHugeLogNeedsLittleMemory(StreamFormat format) throws Exception {
    Path log = temporary.resolve("log");
    boolean claude = format == StreamFormat.CLAUDE;
    try (FileChannel out =
        FileChannel.open(log, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (String many : List.of("[],", "{},", "0,", "\"\u0000\",", "{\"a\":{}},")) {
        write(out, "{\"type\":[" + many.repeat(1_000_000 / many.length()) + "0]}\n");
      }
      for (int event = 0; event < 100; event++) {
        String id = event + "y".repeat(450_000);
        write(
            out,
            claude
                ? "{\"type\":\"assistant\",\"session_id\":\"s\",\"message\":{\"id\":\"%s\",\"content\":[%s]}}\n"
                    .formatted(id, "{\"type\":\"text\",\"text\":\"" + id + "\"}")
                : "{\"type\":\"thread.started\",\"thread_id\":\"s\",\"more\":\"%s\"}\n"
                    .formatted(id));
      }
      out.position(out.position() + (1L << 27));
      write(
          out,
          claude
              ? "\n{\"type\":\"result\",\"is_error\":true,\"result\":\"boom\"}"
              : "\n{\"type\":\"error\",\"message\":\"boom\"}");
    }

    assertThat(SmallHeap.sessionAndError(format, log)).isEqualTo("s boom");
  }

  private static void write(FileChannel out, String text) throws IOException {
    out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
