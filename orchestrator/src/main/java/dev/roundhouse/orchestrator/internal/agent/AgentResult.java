package dev.roundhouse.orchestrator.internal.agent;

import static java.math.BigDecimal.ZERO;

import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an agent says of its own attempt, in the file it may leave. Hostile input: read up to a
 * limit, never through a symbolic link, and never believed about work that git can see.
 *
 * @param verdict what it makes of the issue, such as {@code not-ready}; empty if it does not say,
 *     and as it stands there if it is none of {@link AgentVerdict}
 * @param reason why, on one line; empty if it does not say
 * @param corrections what it put right in the issue
 * @param usage what it has used up
 * @param session what its session can be asked about by; empty if it does not say
 * @param limitUntil until when its account may use up no more; empty if it may
 */
public record AgentResult(
    String verdict,
    String reason,
    List<Corrected> corrections,
    Usage usage,
    String session,
    Optional<Instant> limitUntil) {
  /** Copies the list. */
  public AgentResult {
    corrections = List.copyOf(corrections);
  }

  /** The largest result that is read, in bytes. */
  public static final int LIMIT = 1 << 20;

  /** A result that says nothing. */
  public static final AgentResult NOTHING =
      new AgentResult("", "", List.of(), Usage.NONE, "", Optional.empty());

  private static final int MOST_CORRECTIONS = 100;
  private static final int LONGEST_TEXT = 1000;
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Reads the result at {@code path}; empty if there is a file and it is no JSON object of less
   * than {@link #LIMIT} bytes, or may not be read. No file at all is a result that says nothing.
   *
   * @throws IOException if the file cannot be read
   */
  public static Optional<AgentResult> read(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(NOTHING);
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LIMIT);
      return bytes.length < LIMIT ? parse(bytes) : Optional.empty();
    } catch (AccessDeniedException shut) {
      return Optional.empty();
    }
  }

  private static Optional<AgentResult> parse(byte[] bytes) {
    try {
      JsonNode node = JSON.readTree(bytes);
      return node.isObject()
          ? Optional.of(
              new AgentResult(
                  word(node, "verdict"),
                  word(node, "reason"),
                  corrections(node),
                  usage(node.path("usage")),
                  cut(word(node, "session_id")),
                  instant(word(node, "limit_until"))))
          : Optional.empty();
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  /** What is no number, or below 0, is nothing. */
  private static Usage usage(JsonNode node) {
    BigDecimal cost =
        node.path("cost_usd").isNumber() ? node.path("cost_usd").decimalValue() : ZERO;
    return new Usage(
        count(node.path("input_tokens")), count(node.path("output_tokens")), cost.max(ZERO));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  private static long count(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? Math.max(0, node.longValue()) : 0;
  }

  /**
   * This, and where it says nothing what the agent's own stream says.
   *
   * @param otherwise until when its account may use up no more, if the stream names no time
   */
  public AgentResult with(AgentReport report, Instant otherwise) {
    Usage told =
        new Usage(report.tokens().input(), report.tokens().output(), report.cost().orElse(ZERO));
    Optional<Instant> limit = report.limit().map(each -> each.resets().orElse(otherwise));
    return new AgentResult(
        verdict.isEmpty() ? report.verdict().orElse("") : verdict,
        reason,
        corrections,
        usage.equals(Usage.NONE) ? told : usage,
        session.isEmpty() ? report.session() : session,
        limitUntil.isPresent() ? limitUntil : limit);
  }

  /** The same, with no limit that lasts longer than to {@code latest}: nobody waits for ever. */
  public AgentResult limitedTo(Instant latest) {
    Optional<Instant> until = limitUntil.map(each -> each.isAfter(latest) ? latest : each);
    return new AgentResult(verdict, reason, corrections, usage, session, until);
  }

  /** The same, without the secrets that {@code redaction} removes from its texts. */
  public AgentResult redacted(UnaryOperator<String> redaction) {
    List<Corrected> clean =
        corrections.stream()
            .map(
                each ->
                    new Corrected(redaction.apply(each.category()), redaction.apply(each.text())))
            .toList();
    return new AgentResult(
        redaction.apply(verdict),
        redaction.apply(reason),
        clean,
        usage,
        redaction.apply(session),
        limitUntil);
  }

  /** The verdict, if it is one. */
  public Optional<AgentVerdict> said() {
    return AgentVerdict.parse(verdict);
  }

  /** Each a text, or an object of {@code category} and {@code text}; what is neither is nothing. */
  private static List<Corrected> corrections(JsonNode node) {
    List<Corrected> corrections = new ArrayList<>();
    for (JsonNode each : node.path("corrections")) {
      String text = each.isString() ? clean(each.stringValue()) : word(each, "text");
      String category = word(each, "category").toLowerCase(Locale.ROOT).replaceAll("\\s+", "-");
      if (!text.isEmpty() && corrections.size() < MOST_CORRECTIONS) {
        corrections.add(new Corrected(category.isEmpty() ? "other" : cut(category), cut(text)));
      }
    }
    return corrections;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static String word(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() ? clean(value.stringValue()) : "";
  }

  /**
   * Something the agent put right in its issue.
   *
   * @param category its kind, one word
   * @param text what, at most 1000 characters
   */
  public record Corrected(String category, String text) {}
}
