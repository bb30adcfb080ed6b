package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Refusal;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from streams that the real programs printed; see the streams' README. */
class AgentStreamTest {
  private static final Instant RESET = Instant.parse("2027-01-15T08:00:00Z");
  private static final Instant NOW = Instant.parse("2027-01-14T23:30:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private static AgentReport recorded(StreamFormat format, String name) {
    try {
      Path file =
          Path.of(
              Objects.requireNonNull(AgentStreamTest.class.getResource("/streams/" + name))
                  .toURI());
      return format.read(file, CLOCK);
    } catch (IOException | URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Optional<AccountProblem> trouble(AgentReport report) {
    return report.refusal().map(Refusal::trouble);
  }

  private static Optional<Instant> resets(AgentReport report) {
    return report.refusal().flatMap(Refusal::resets);
  }

  private static AgentReport told(StreamFormat format, String... lines) {
    return told(format, CLOCK, lines);
  }

  private static AgentReport told(StreamFormat format, Clock clock, String... lines) {
    AgentStream stream = format.open(clock);
    for (String line : lines) {
      stream.line(line);
    }
    return stream.report();
  }

  @ParameterizedTest
  @CsvSource({
    "CLAUDE,   claude-done.jsonl,   840, 0.004050",
    "CODEX,    codex-done.jsonl,    840,",
    "GEMINI,   gemini-done.jsonl,   840,",
    "GEMINI,   gemini-done.json,    840,",
    "OPENCODE, opencode-done.jsonl, 840, 0.002430",
    "QWEN,     qwen-done.jsonl,     800,",
  })
  void aRunThatEndedWellTellsItsSessionItsAnswerItsToolsAndItsTokens(
      StreamFormat format, String file, long input, BigDecimal cost) {
    AgentReport report = recorded(format, file);

    assertThat(report.session()).isNotEmpty();
    assertThat(report.lastMessage()).isEqualTo("The greeting is written.\n\n## VERDICT\n\nReady");
    assertThat(report.verdict()).contains("ready");
    assertThat(report.toolUses()).isEqualTo(1);
    assertThat(report.tokens()).isEqualTo(new Tokens(input, 100, 600));
    assertThat(report.cost()).isEqualTo(Optional.ofNullable(cost));
    assertThat(report.refusal()).isEmpty();
    assertThat(report.isComplete()).isTrue();
    assertThat(report.error()).isEmpty();
  }

  @Test
  void copilotTellsNoTokens() {
    AgentReport report = recorded(StreamFormat.COPILOT, "copilot-done.jsonl");

    assertThat(report.session()).isNotEmpty();
    assertThat(report.verdict()).contains("ready");
    assertThat(report.toolUses()).isEqualTo(1);
    assertThat(report.tokens()).isEqualTo(Tokens.NONE);
    assertThat(report.cost()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CLAUDE,   claude-not-let-in-killed.jsonl",
    "CODEX,    codex-not-let-in.jsonl",
    "GEMINI,   gemini-not-let-in.jsonl",
    "GEMINI,   gemini-not-let-in.json",
    "OPENCODE, opencode-not-let-in.jsonl",
    "QWEN,     qwen-not-let-in.jsonl",
    "COPILOT,  copilot-not-let-in.jsonl",
  })
  void aRunThatWasNotLetInSaysSo(StreamFormat format, String file) {
    AgentReport report = recorded(format, file);

    assertThat(trouble(report)).contains(AccountProblem.LOG_IN);
    assertThat(report.isComplete()).isTrue();
    assertThat(report.session().isEmpty()).isEqualTo(false);
    assertThat(report.error().isEmpty()).isEqualTo(file.contains("killed"));
  }

  @ParameterizedTest
  @CsvSource({
    "CLAUDE,  claude-usage-limit.jsonl, true",
    "CLAUDE,  claude-rate-limit.jsonl,  false",
    "CODEX,   codex-usage-limit.jsonl,  true",
    "CODEX,   codex-rate-limit.jsonl,   false",
    "GEMINI,  gemini-quota.jsonl,       false",
    "COPILOT, copilot-rate-limit.jsonl, false",
  })
  void aLimitIsToldWithTheTimeWhereOneIsNamed(StreamFormat format, String file, boolean named) {
    AgentReport report = recorded(format, file);

    assertThat(trouble(report)).contains(AccountProblem.LIMIT);
    assertThat(resets(report)).isEqualTo(named ? Optional.of(RESET) : Optional.empty());
    assertThat(report.error()).isNotEmpty();
    assertThat(report.lastMessage()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CLAUDE, claude-401,         LOG_IN,  Invalid API key",
    "CLAUDE, claude-403,         LOG_IN,  Failed to authenticate",
    "CLAUDE, claude-402,         CREDIT,  billing problem",
    "CLAUDE, claude-400-credit,  CREDIT,  Credit balance is too low",
    "CLAUDE, claude-404,         MODEL,   selected model",
    "CLAUDE, claude-429,         LIMIT,   rejected (429)",
    "CLAUDE, claude-429-hour,    LIMIT,   rejected (429)",
    "CLAUDE, claude-500,         SERVICE, 500 Internal server error",
    "CLAUDE, claude-503,         SERVICE, 503 Service unavailable",
    "CLAUDE, claude-529,         SERVICE, 529 Overloaded",
    "CLAUDE, claude-cut,         SERVICE, Connection to the API was lost",
    "CLAUDE, claude-garbage,     SERVICE, empty or malformed response",
    "CLAUDE, claude-no-network,  SERVICE, Unable to connect",
    "CLAUDE, claude-hang,        SERVICE, no answer from the API",
    "CODEX,  codex-401,          LOG_IN,  401 Unauthorized",
    "CODEX,  codex-403,          LOG_IN,  403 Forbidden",
    "CODEX,  codex-402,          CREDIT,  402 Payment Required",
    "CODEX,  codex-400-credit,   CREDIT,  Billing hard limit",
    "CODEX,  codex-429-quota,    CREDIT,  Quota exceeded",
    "CODEX,  codex-404,          MODEL,   does not exist",
    "CODEX,  codex-429-after,    LIMIT,   429 Too Many Requests",
    "CODEX,  codex-429-waiting,  LIMIT,   429 Too Many Requests",
    "CODEX,  codex-failed-rate,  LIMIT,   rate limit exceeded",
    "CODEX,  codex-500,          SERVICE, high demand",
    "CODEX,  codex-503,          SERVICE, 503 Service Unavailable",
    "CODEX,  codex-529,          SERVICE, status 529",
    "CODEX,  codex-failed-server,SERVICE, at capacity",
    "CODEX,  codex-cut,          SERVICE, stream disconnected",
    "CODEX,  codex-garbage,      SERVICE, stream disconnected",
    "CODEX,  codex-hang-later,   SERVICE, idle timeout waiting for SSE",
    "CODEX,  codex-no-network,   SERVICE, Connection failed",
  })
  void aRefusalOfTheAccountIsToldWithTheProgramsWords(
      StreamFormat format, String file, AccountProblem trouble, String said) {
    AgentReport report = recorded(format, file + ".jsonl");

    assertThat(trouble(report)).contains(trouble);
    assertThat(report.refusal().map(Refusal::said).orElseThrow()).contains(said);
    assertThat(report.isComplete()).isTrue();
    assertThat(report.tokens()).isEqualTo(Tokens.NONE);
  }

  @ParameterizedTest
  @CsvSource({"CLAUDE, claude-400", "CODEX, codex-400", "CODEX, codex-hang"})
  void anErrorOfTheRequestAndAMereSilenceAreNoRefusal(StreamFormat format, String file) {
    assertThat(recorded(format, file + ".jsonl").refusal()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400 messages.0: text is too long,",
    "400 Your credit balance is too low, CREDIT",
    "413 Request too large,",
    "401 Unauthorized, LOG_IN",
    "Request rejected (429) · busy, LIMIT",
    "529 Overloaded, SERVICE",
    "Connection error., SERVICE",
    "The image could not be read,",
    "4000 tokens are too many,",
  })
  void withoutAStatusClaudesWordsSayWhoseErrorItIs(String words, AccountProblem trouble) {
    String end =
        "{\"type\":\"result\",\"is_error\":true,\"api_error_status\":null,\"result\":\"API Error: %s\"}";

    assertThat(trouble(told(StreamFormat.CLAUDE, end.formatted(words))))
        .isEqualTo(Optional.ofNullable(trouble));
  }

  @Test
  void codexGoesOnAfterARefusalThatItOvercame() {
    AgentReport report =
        told(
            StreamFormat.CODEX,
            "{\"type\":\"error\",\"message\":\"Reconnecting... 1/5 (exceeded retry limit, last"
                + " status: 429 Too Many Requests)\"}",
            "{\"type\":\"item.completed\",\"item\":{\"type\":\"command_execution\"}}");

    assertThat(report.refusal()).isEmpty();
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void codexNamesTimesOfTheDayInItsOwnZone() {
    Clock berlin = Clock.fixed(NOW, ZoneId.of("Europe/Berlin"));
    String sentence = "You’ve hit your usage limit. Try again later or try again at 9:00 AM.";

    AgentReport report =
        told(StreamFormat.CODEX, berlin, "{\"type\":\"error\",\"message\":\"" + sentence + "\"}");

    assertThat(resets(report)).contains(RESET);
  }

  @Test
  void wordsOfTheModelAreNoLimit() {
    String words = "You’ve hit your usage limit. Claude AI usage limit reached|1800000000 or so.";
    assertThat(
            told(
                    StreamFormat.CODEX,
                    "{\"type\":\"item.completed\",\"item\":{\"type\":\"agent_message\",\"text\":\""
                        + words
                        + "\"}}")
                .refusal())
        .isEmpty();
    assertThat(told(StreamFormat.PLAIN, words, "429 Too Many Requests, rate limit").refusal())
        .isEmpty();
  }

  @Test
  void oneExactLineOfWordsIsALimit() {
    AgentReport report =
        told(StreamFormat.PLAIN, "Working.", "Claude AI usage limit reached|1800000000");

    assertThat(resets(report)).contains(RESET);
  }

  @Test
  void aLimitThatWasOvercomeIsNone() {
    AgentReport report =
        told(
            StreamFormat.CLAUDE,
            "{\"type\":\"system\",\"subtype\":\"api_retry\",\"error_status\":429,"
                + "\"error\":\"rate_limit\"}",
            "{\"type\":\"result\",\"is_error\":false,\"result\":\"Done.\"}");

    assertThat(report.refusal()).isEmpty();
    assertThat(report.lastMessage()).isEqualTo("Done.");
  }

  @Test
  void aLimitAfterWhichTheModelAnsweredIsNoneThoughTheRunWasCutOff() {
    String retry =
        "{\"type\":\"system\",\"subtype\":\"api_retry\",\"error_status\":429,\"error\":\"rate_limit\"}";
    String answer =
        "{\"type\":\"assistant\",\"message\":{\"id\":\"m\",\"content\":[{\"type\":\"text\","
            + "\"text\":\"On it.\"}]}}";

    assertThat(trouble(told(StreamFormat.CLAUDE, answer, retry))).contains(AccountProblem.LIMIT);
    assertThat(told(StreamFormat.CLAUDE, retry, answer).refusal()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void theLineOfALimitCountsInAnErrorAndNotInAnAnswer(boolean error, boolean limited) {
    AgentReport report =
        told(
            StreamFormat.CLAUDE,
            "{\"type\":\"result\",\"is_error\":%s,\"result\":\"Claude AI usage limit reached|1800000000\"}"
                .formatted(error));

    assertThat(resets(report).isPresent()).isEqualTo(limited);
  }

  @Test
  void opencodeNamesAProviderThatDidNotLetItIn() {
    AgentReport report =
        told(
            StreamFormat.OPENCODE,
            "{\"type\":\"error\",\"sessionID\":\"s\",\"error\":{\"name\":\"ProviderAuthError\","
                + "\"data\":{\"providerID\":\"openai\",\"message\":\"no key\"}}}");

    assertThat(report.refusal())
        .contains(new Refusal(AccountProblem.LOG_IN, Optional.empty(), "no key"));
  }

  @Test
  void tokensOfARunThatWasCutOffAreThoseOfItsMessagesEachOnce() {
    String line =
        "{\"type\":\"assistant\",\"message\":{\"id\":\"m%d\",\"content\":[{\"type\":\"text\","
            + "\"text\":\"Part\"}],\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}";

    AgentReport report =
        told(StreamFormat.CLAUDE, line.formatted(1), line.formatted(1), line.formatted(2));

    assertThat(report.tokens()).isEqualTo(new Tokens(20, 2, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "'## VERDICT\n\nnot ready\n', not ready",
    "'# Verdict:\n**Needs review**', needs review",
    "'## VERDICT\nready\n\n## VERDICT\n\n- not-ready.\nBecause.', not ready",
    "'## VERDICT\nblocked', blocked",
    "'## VERDICT\nClose', close",
    "'## VERDICT\n_corrected_', corrected",
    "'## VERDICT\nready, I think',",
    "'## VERDICT',",
    "'The verdict is ready.',",
    "'',",
  })
  void theVerdictIsTheKnownWordUnderTheLastHeading(String message, String verdict) {
    AgentReport report = told(StreamFormat.PLAIN, message.lines().toArray(String[]::new));

    assertThat(report.verdict()).isEqualTo(Optional.ofNullable(verdict));
  }

  @Test
  void aLogThatIsNotThereToldNothing() throws IOException {
    assertThat(StreamFormat.PLAIN.read(Path.of("no", "such", "log"), CLOCK))
        .isEqualTo(AgentReport.NOTHING);
  }

  @Test
  void aNoteOfTheFormatThatSaysNothingIsAsGoodAsNone(@TempDir Path temporary) throws IOException {
    Path log = Files.writeString(temporary.resolve("agent.log"), "{}\n");
    Path note = temporary.resolve("agent.log.format");

    for (byte[] each : new byte[][] {{(byte) 0xff, (byte) 0xfe}, new byte[1 << 20], {}}) {
      Files.write(note, each);
      assertThat(CommandAgent.reread(log, CLOCK, session -> Usage.NONE))
          .isEqualTo(AgentReport.NOTHING);
    }
  }
}
