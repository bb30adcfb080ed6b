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
 * The result that an agent may write into a file about its own attempt. Hostile input: read up to a
 * limit, never through a symbolic link, and never believed about work that git can see.
 *
 * @param verdict the agent's verdict on the issue, such as {@code not-ready}; empty if none is
 *     given, and unchanged if it is not one of {@link AgentVerdict}
 * @param reason the reason on one line; empty if none is given
 * @param corrections the corrections the agent made in the issue
 * @param usage the tokens and money the agent has used
 * @param session the id of the agent's session; empty if none is given
 * @param limitUntil the time until which the agent's account is over its limit; empty if it is not
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

  /** A result without any statement. */
  public static final AgentResult NOTHING =
      new AgentResult("", "", List.of(), Usage.NONE, "", Optional.empty());

  private static final int MOST_CORRECTIONS = 100;
  private static final int LONGEST_TEXT = 1000;
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Reads the result at {@code path}; empty if the file is not a JSON object of less than {@link
   * #LIMIT} bytes, or may not be read. A missing file counts as {@link #NOTHING}.
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

  /**
   * Returns the usage in {@code node}; a value that is not a number, or is below 0, is left out.
   */
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
   * Returns this result, with its gaps filled from the agent's own output stream.
   *
   * @param otherwise the end of the account's limit if the stream names no time
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

  /**
   * Returns this result with its limit ending at {@code latest} at the latest, so that no wait is
   * unbounded.
   */
  public AgentResult limitedTo(Instant latest) {
    Optional<Instant> until = limitUntil.map(each -> each.isAfter(latest) ? latest : each);
    return new AgentResult(verdict, reason, corrections, usage, session, until);
  }

  /** Returns this result without the secrets that {@code redaction} removes from texts. */
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

  /** Returns the verdict if it is a known one. */
  public Optional<AgentVerdict> agentVerdict() {
    return AgentVerdict.parse(verdict);
  }

  /**
   * Returns the corrections, each from a text or an object of {@code category} and {@code text};
   * anything else is ignored.
   */
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
   * One correction that the agent made in its issue.
   *
   * @param category its kind, one word
   * @param text the correction, at most 1000 characters
   */
  public record Corrected(String category, String text) {}
}
