package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.agent.AgentReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published schema of a result says what is read, and nothing else. */
class ResultSchemaTest {
  private static final JsonNode PROPERTIES =
      JsonMapper.shared()
          .readTree(Path.of("..", "docs", "schemas", "result.schema.json").toFile())
          .path("properties");

  @TempDir Path directory;

  private AgentResult read(String json) throws IOException {
    Path file = Files.writeString(directory.resolve("result.json"), json);
    return AgentResult.read(file).orElseThrow();
  }

  @Test
  void itsVerdictsAreThoseThatAreRead() {
    List<String> words =
        PROPERTIES.path("verdict").path("enum").valueStream().map(JsonNode::stringValue).toList();
    assertThat(words)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AgentVerdict.values()).map(AgentVerdict::word).toList());
  }

  @Test
  void everyPropertyIsRead() throws IOException {
    AgentResult result =
        read(
            """
            {"verdict": "close", "reason": "two\\nlines", "session_id": "s",
             "corrections": ["one", {"category": "Wrong Path", "text": "two"}],
             "usage": {"input_tokens": 1, "output_tokens": 2, "cost_usd": 0.5},
             "limit_until": "2026-01-02T03:04:05Z"}
            """);
    assertThat(result.agentVerdict()).contains(AgentVerdict.CLOSE);
    assertThat(result.reason()).isEqualTo("two lines");
    assertThat(result.session()).isEqualTo("s");
    assertThat(result.corrections())
        .containsExactly(
            new AgentResult.Corrected("other", "one"),
            new AgentResult.Corrected("wrong-path", "two"));
    assertThat(result.spent().usage().tokens()).isEqualTo(3);
    assertThat(result.spent().usage().costUsd()).isEqualByComparingTo(new BigDecimal("0.5"));
    assertThat(result.refusal().flatMap(AgentReport.Refusal::resets))
        .contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(PROPERTIES.propertyNames())
        .containsExactlyInAnyOrder(
            "verdict", "reason", "corrections", "usage", "session_id", "limit_until");
  }

  @Test
  void nonsenseIsNothingAndNeverAnError() throws IOException {
    for (String json :
        List.of(
            "{}",
            "{\"verdict\":7,\"reason\":[],\"corrections\":{},\"usage\":\"x\",\"session_id\":{}}",
            "{\"corrections\":[null,[],{},{\"text\":\"\"}],\"limit_until\":\"tomorrow\"}",
            "{\"usage\":{\"input_tokens\":1e99,\"cost_usd\":\"free\"}}")) {
      assertThat(read(json)).isEqualTo(AgentResult.NOTHING);
    }
  }

  @Test
  void aTemplateNamesTheLineAndTheVariableThatDoesNotExist() {
    Template good =
        Template.parse("p.md", "Do {{ issue.id }}: {{issue.title}}\n{{failure.reason}}");
    assertThat(good.fill(Map.of("issue.id", "A-1", "issue.title", "{{base}} $1")))
        .isEqualTo("Do A-1: {{base}} $1\n");
    assertThatThrownBy(() -> Template.parse("p.md", "one\ntwo {{issue.titel}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p.md:2: unknown variable 'issue.titel'");
  }
}
