package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of legal moves is the one that the documents draw. */
class LifecycleTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "internals", "lifecycle.md");
  private static final String HEAD = "| from | to |\n|---|---|\n";

  private static String drawing() {
    StringBuilder drawing = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    StringBuilder table = new StringBuilder(HEAD);
    drawing.append("  [*] --> open\n");
    for (LifecycleStatus from : LifecycleStatus.values()) {
      Set<LifecycleStatus> next =
          Arrays.stream(LifecycleStatus.values())
              .filter(to -> Lifecycle.allows(from, to))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(LifecycleStatus.class)));
      next.forEach(to -> drawing.append("  " + name(from) + " --> " + name(to) + "\n"));
      table.append(
          next.stream()
              .map(LifecycleStatus::word)
              .collect(Collectors.joining(", ", "| " + from.word() + " | ", " |\n")));
    }
    return drawing + "```\n\n" + table;
  }

  private static String name(LifecycleStatus status) {
    return status.word().replace('-', '_');
  }

  @Test
  void anAgentInsideTheProcessOfItsRunOwesItsUsageAsWell() {
    AttemptWork inside =
        new AttemptWork("base", null, null, null, null, null, null, null, null, false, null);

    assertThat(inside.owesUsage()).isTrue();
    assertThat(inside.withUsage().owesUsage()).isFalse();
    assertThat(AttemptWork.NONE.owesUsage()).isFalse();
  }

  @Test
  void theDocumentDrawsEveryLegalMoveAndNoOther() throws IOException {
    if (Boolean.getBoolean("lifecycle.write")) {
      String document = Files.readString(DOCUMENT);
      Files.writeString(
          DOCUMENT, document.substring(0, document.indexOf("```mermaid")) + drawing());
    }
    assertThat(Files.readString(DOCUMENT)).endsWith(drawing());
  }

  @Test
  void anIllegalMoveNamesIssueFromAndTo() {
    assertThatThrownBy(
            () ->
                Lifecycle.check(
                    new IssueId("BUG-1"), LifecycleStatus.LANDING, LifecycleStatus.CANCELLED))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContainingAll("BUG-1", "landing", "cancelled");
  }

  @Test
  void everyStatusCanBeReachedFromOpenAndNoneIsADeadEnd() {
    Set<LifecycleStatus> reached = EnumSet.of(LifecycleStatus.OPEN);
    for (int i = 0; i < LifecycleStatus.values().length; i++) {
      for (LifecycleStatus to : LifecycleStatus.values()) {
        if (reached.stream().anyMatch(from -> Lifecycle.allows(from, to))) {
          reached.add(to);
        }
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(LifecycleStatus.values());
    for (LifecycleStatus from : LifecycleStatus.values()) {
      assertThat(LifecycleStatus.values()).anyMatch(to -> Lifecycle.allows(from, to));
    }
  }
}
