package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Issue ISSUE =
      Issue.builder(new IssueId("A-1"))
          .extra(Map.of("url", "https://example.org/{{issue.id}}", "due-date", "2026-01-02"))
          .build();

  @Test
  void whatABacklogSaysBesidesIsAVariableEach() {
    Template template =
        Template.parse("t", "{{issue.extra.url}} {{ issue.extra.due-date }}[{{issue.extra.none}}]");

    assertThat(template.fill(Template.extra(ISSUE)))
        .isEqualTo("https://example.org/{{issue.id}} 2026-01-02[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"issue.extra", "issue.extra.", "issue.extra.*", "issue.extras.url", "extra.url"})
  void anyOtherNameIsUnknown(String name) {
    assertThatThrownBy(() -> Template.parse("t", "\n{{" + name + "}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("t:2: ")
        .hasMessageContaining("'" + name + "'");
  }
}
