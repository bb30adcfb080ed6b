package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that changes what all worktrees ignore hides nobody's work. */
@Tag("slow")
class HiddenWorkTest {
  private static final String INFO =
      "echo '*.txt' >\"$(git rev-parse --git-common-dir)/info/exclude\"";
  private static final String CONFIG =
      "echo '*.txt' >\"$HOME/mine\"\ngit config core.excludesFile \"$HOME/mine\"";

  @TempDir Path temporary;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("A-2").issue("A-3").commitAll("backlog");
    script("A-1", "echo w >w-1.md");
    script("A-2", "echo precious >w-2.txt");
    script("A-3", "echo w >w-3.md");
  }

  private void script(String id, String script) {
    git.script(id + ".sh", script + "\n");
  }

  private RunReport run(String... only) throws Exception {
    String agent = git.script("agent", "exec \"$HOME/$ROUNDHOUSE_ISSUE_ID.sh\"");
    Selection selection = new Selection(Set.of(only), Set.of(), Set.of(), Set.of(), Set.of(), 0);
    RunOptions.Builder options =
        RunOptions.builder()
            .agent(new Command(List.of(agent)))
            .selection(selection)
            .workers(1)
            .attempts(1);
    return git.orchestrator()
        .options(options.build())
        .listener(
            event -> {
              if (event instanceof RunEvent.Noticed noticed && noticed.warning()) {
                warnings.add(noticed.message());
              }
            })
        .build()
        .run();
  }

  private static String reason(RunReport report, String id) {
    IssueResult result =
        report.issues().stream()
            .filter(each -> each.id().equals(new IssueId(id)))
            .findFirst()
            .orElseThrow();
    return result.status() + ": " + result.reason();
  }

  private String kept(String piece) {
    return git.show("refs/roundhouse/work/a-2/1/" + piece, "w-2.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {INFO, CONFIG})
  void inALaterRunItIsKeptAndTold(String change) throws Exception {
    script("A-1", change + "\necho w >w-1.md");

    run("A-1");
    RunReport second = run("A-2");
    run("A-3");

    assertThat(reason(second, "A-2"))
        .startsWith("failed: the agent changed nothing but what is ignored; w-2.txt: ignored only");
    assertThat(kept("excluded")).isEqualTo("precious");
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-3");
    assertThat(warnings)
        .anyMatch(each -> each.contains("all worktrees share"))
        .anyMatch(each -> each.contains("kept at refs/roundhouse/work/a-2/1/excluded"));
  }

  @ParameterizedTest
  @ValueSource(strings = {INFO, CONFIG})
  void inTheSameRunWhatIsNotHiddenLands(String change) throws Exception {
    script("A-1", change + "\necho w >w-1.md");
    script("A-2", "echo precious >w-2.txt\necho w >w-2.md");

    run();

    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-2", "A-3");
    assertThat(git.git("ls-tree", "--name-only", "main")).contains("w-2.md");
    assertThat(git.git("ls-tree", "--name-only", "main")).doesNotContain("w-2.txt");
    assertThat(kept("excluded")).isEqualTo("precious");
  }

  @Test
  void theAgentThatChangesItHidesNoneOfItsOwn() throws Exception {
    script("A-2", INFO + "\necho precious >w-2.txt");

    run("A-2");

    assertThat(kept("excluded")).isEqualTo("precious");
    assertThat(warnings).anyMatch(each -> each.contains("A-2 was worked on, info/exclude in "));
    assertThat(git.root().resolve(".git/roundhouse/shared/kept/a-2/1/info/exclude")).exists();
  }

  @Test
  void whatTheUserIgnoresBetweenRunsIsIgnored() throws Exception {
    run("A-1");
    Files.writeString(git.root().resolve(".git/info/exclude"), "*.txt\n");

    RunReport second = run("A-2");

    assertThat(reason(second, "A-2")).isEqualTo("no-change: the agent changed nothing");
    assertThat(git.git("for-each-ref", "refs/roundhouse/work/a-2")).doesNotContain("excluded");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aChangeHoldsOnceTheUserSaysSo() throws Exception {
    script("A-1", INFO + "\necho w >w-1.md");
    run("A-1");
    Path noted = git.root().resolve(".git/roundhouse/excludes");
    try (var all = Files.list(noted)) {
      for (Path each : all.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(noted);

    assertThat(reason(run("A-2"), "A-2")).isEqualTo("no-change: the agent changed nothing");
  }
}
