package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sprints and written plans mean, and what is wrong with some. */
class GoalTest {
  @TempDir Path root;

  @BeforeEach
  void writeIssues() throws IOException {
    Files.createDirectories(root.resolve("issues"));
    for (int i = 1; i <= 6; i++) {
      issue(i, "");
    }
    issue(7, "parent: EPIC-1");
    issue(8, "parent: EPIC-2");
    Files.writeString(root.resolve("issues/EPIC-1.md"), "");
    Files.writeString(root.resolve("issues/EPIC-2.md"), "---\nparent: EPIC-1\n---\n");
  }

  private void issue(int number, String line) throws IOException {
    String text = line.isEmpty() ? "" : "---\n" + line + "\n---\n";
    Files.writeString(root.resolve("issues/A-" + number + ".md"), text);
  }

  private List<Issue> backlog() throws IOException {
    return new MarkdownBacklog(root, List.of()).read().checked().issues();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(root.resolve("goal.yaml"), text);
  }

  private GoalSelection sprint(String text) throws IOException, GoalException {
    return Sprint.read(file(text)).choose(backlog());
  }

  private GoalSelection plan(String text) throws IOException, GoalException {
    return BacklogPlan.read(file(text)).choose(backlog());
  }

  private static Set<String> words(Collection<IssueId> ids) {
    return ids.stream().map(IssueId::value).collect(Collectors.toSet());
  }

  private static Map<String, Set<String>> words(Map<IssueId, Set<IssueId>> order) {
    return order.entrySet().stream()
        .collect(Collectors.toMap(each -> each.getKey().value(), each -> words(each.getValue())));
  }

  @Test
  void aSprintNamesIssuesByIdAndNumberAndTheChildrenOfEpics() throws Exception {
    GoalSelection choice = sprint("name: one\nissues: [a-1, 2]\nepics: EPIC-1\n");
    assertThat(words(choice.issues()))
        .containsExactlyInAnyOrder("A-1", "A-2", "A-7", "A-8", "EPIC-2");
    assertThat(choice.over(backlog())).isEqualTo(backlog());
    assertThat(words(Sprint.ofEpic("EPIC-2").choose(backlog()).issues())).containsExactly("A-8");
  }

  @Test
  void groupsAreParallelOrSequentialAfterOthersOrOptional() throws Exception {
    GoalSelection choice =
        plan(
            """
            name: release
            groups:
              - name: ground
                mode: sequential
                issues: [A-3, A-1, A-2]
              - {name: extra, optional: true, issues: A-4, after: ground}
              - name: rest
                issues:
                  - 5
                  - A-6
                after: [ground, extra]
            """);
    assertThat(words(choice.issues()))
        .containsExactlyInAnyOrder("A-1", "A-2", "A-3", "A-4", "A-5", "A-6");
    Set<String> ground = Set.of("A-1", "A-2", "A-3");
    assertThat(words(choice.after()))
        .isEqualTo(
            Map.of(
                "A-1", Set.of("A-3"),
                "A-2", Set.of("A-1"),
                "A-4", ground,
                "A-5", ground,
                "A-6", ground));
    assertThat(words(choice.rather()))
        .isEqualTo(Map.of("A-5", Set.of("A-4"), "A-6", Set.of("A-4")));
    assertThat(words(choice.optional())).containsExactly("A-4");
    Issue five =
        choice.over(backlog()).stream()
            .filter(each -> each.id().value().equals("A-5"))
            .findFirst()
            .orElseThrow();
    assertThat(words(five.blockedBy())).isEqualTo(ground);
    assertThat(words(five.dependsOn())).containsExactly("A-4");
  }

  @Test
  void aPlanThatContradictsTheBacklogIsRefusedAndTheCircleNamed() throws Exception {
    issue(1, "blocked_by: A-2");
    assertThatThrownBy(() -> plan("groups:\n- {name: a, mode: sequential, issues: [A-1, A-2]}\n"))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining("A-1, A-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issue: A-1|:1: unknown key 'issue'; the keys are name, issues, epics",
        "name: x|:1: the sprint names no issues",
        "issues: [A-1, A-99]|:1: no issue has the id A-99",
        "name: x\\nissues:\\n- A-1\\n- A-98|:4: no issue has the id A-98",
        "epics: A-1|:1: A-1 has no children",
        "- A-1|:1: the file is not a mapping ('key: value' lines)",
        "issues: [A-1|:1: not valid YAML",
        "issues: [{a: b}]|:1: issues must be a list of strings",
        "issues: A-1\\nissues: A-2|:2: not valid YAML: the key 'issues' occurs twice",
      })
  void whatIsWrongWithASprintIsSaidWithItsLine(String text, String message) {
    assertThatThrownBy(() -> sprint(text.replace("\\n", "\n")))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining("goal.yaml" + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: x|:1: the plan has no groups",
        "groups:\\n- issues: A-1|:2: this group has no name",
        "groups:\\n- name: a|:2: group a names no issue",
        "groups:\\n- name: a\\n  mode: fast|:3: mode must be parallel or sequential, not 'fast'",
        "groups:\\n- {name: a, optional: maybe}|:2: optional must be true or false",
        "groups:\\n- name: a\\n  issues: 1\\n  after: b|:4: group a comes after b, but there is no such group above it",
        "groups:\\n- {name: a, issues: 1}\\n- {name: a, issues: 2}|:3: two groups have the name a",
        "groups: x|:1: this must be a mapping ('key: value' lines)",
        "groups:\\n- {name: a, issues: 1, colour: red}|:2: unknown key 'colour'",
      })
  void whatIsWrongWithAPlanIsSaidWithItsLine(String text, String message) {
    assertThatThrownBy(() -> plan(text.replace("\\n", "\n")))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining("goal.yaml" + message);
  }

  @Test
  void anIssueIsInOneGroupAndAFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> plan("groups:\n- {name: a, issues: 1}\n- {name: b, issues: A-1}\n"))
        .hasMessage("A-1 is in the groups a and b");
    assertThatThrownBy(() -> Sprint.read(root.resolve("none.yaml")))
        .isInstanceOf(GoalException.class)
        .hasMessageEndingWith("none.yaml cannot be read: there is no such file");
  }
}
