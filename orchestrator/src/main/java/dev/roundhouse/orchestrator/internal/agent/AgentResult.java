package dev.roundhouse.orchestrator.internal.agent;

import static java.math.BigDecimal.ZERO;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Refusal;
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
import java.util.OptionalLong;
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
 * @param spent the tokens and money the agent has used
 * @param session the id of the agent's session; empty if none is given
 * @param refusal the refusal of the agent's account, if that was what stopped it
 */
public record AgentResult(
    String verdict,
    String reason,
    List<Corrected> corrections,
    Spent spent,
    String session,
    Optional<Refusal> refusal) {
  /** Copies the list. */
  public AgentResult {
    corrections = List.copyOf(corrections);
  }

  /** The largest result that is read, in bytes. */
  public static final int LIMIT = 1 << 20;

  /** A result without any statement. */
  public static final AgentResult NOTHING =
      new AgentResult("", "", List.of(), Spent.UNKNOWN, "", Optional.empty());

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
                  Spent.of(node.path("usage")),
                  cut(word(node, "session_id")),
                  instant(word(node, "limit_until")).map(AgentResult::limited)))
          : Optional.empty();
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  private static Refusal limited(Instant until) {
    return new Refusal(
        AccountProblem.LIMIT, Optional.of(until), "'limit_until' in its result file");
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  /** Returns this result, with its gaps filled from the agent's own output stream. */
  public AgentResult with(AgentReport report) {
    return new AgentResult(
        verdict.isEmpty() ? report.verdict().orElse("") : verdict,
        reason,
        corrections,
        spent.or(Spent.of(report)),
        session.isEmpty() ? report.session() : session,
        refusal.or(report::refusal));
  }

  /** Returns the reason for a review; empty if the agent did not ask for one. */
  public Optional<String> reviewReason() {
    return agentVerdict()
        .filter(AgentVerdict.NEEDS_REVIEW::equals)
        .map(verdict -> reasonAfter("the agent asked for a review"));
  }

  /** Returns {@code conclusion}, followed by the agent's reason if it gave one. */
  public String reasonAfter(String conclusion) {
    return reason.isEmpty() ? conclusion : conclusion + ": " + reason;
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
        spent,
        redaction.apply(session),
        refusal.map(
            each -> new Refusal(each.trouble(), each.resets(), redaction.apply(each.said()))));
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
   * The usage that an agent reports, and whether that is all of it.
   *
   * @param usage the usage; 0 for what is not known
   * @param knowsTokens true if the tokens are those of the whole attempt
   * @param knowsCost true if the cost is that of the whole attempt
   */
  public record Spent(Usage usage, boolean knowsTokens, boolean knowsCost) {
    static final Spent UNKNOWN = new Spent(Usage.NONE, false, false);

    /** Returns the usage in {@code node}; what is not a number, or is below 0, is not known. */
    static Spent of(JsonNode node) {
      OptionalLong input = count(node.path("input_tokens"));
      OptionalLong output = count(node.path("output_tokens"));
      JsonNode cost = node.path("cost_usd");
      boolean knowsCost = cost.isNumber() && cost.decimalValue().signum() >= 0;
      return new Spent(
          new Usage(input.orElse(0), output.orElse(0), knowsCost ? cost.decimalValue() : ZERO),
          input.isPresent() && output.isPresent(),
          knowsCost);
    }

    static Spent of(AgentReport report) {
      AgentReport.Tokens tokens = report.tokens();
      boolean isNothing = tokens.equals(AgentReport.Tokens.NONE);
      return new Spent(
          new Usage(tokens.input(), tokens.output(), report.cost().orElse(ZERO)),
          report.isComplete(),
          report.isComplete() && (isNothing || report.cost().isPresent()));
    }

    private static OptionalLong count(JsonNode node) {
      return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0
          ? OptionalLong.of(node.longValue())
          : OptionalLong.empty();
    }

    /** Returns this with what is not known here taken from {@code other}. */
    Spent or(Spent other) {
      boolean ownTokens = knowsTokens || usage.tokens() > 0;
      boolean ownCost = knowsCost || usage.costUsd().signum() > 0;
      Usage tokens = ownTokens ? usage : other.usage;
      BigDecimal cost = (ownCost ? usage : other.usage).costUsd();
      return new Spent(
          new Usage(tokens.inputTokens(), tokens.outputTokens(), cost),
          ownTokens ? knowsTokens : other.knowsTokens,
          ownCost ? knowsCost : other.knowsCost);
    }
  }

  /**
   * One correction that the agent made in its issue.
   *
   * @param category its kind, one word
   * @param text the correction, at most 1000 characters
   */
  public record Corrected(String category, String text) {}
}
