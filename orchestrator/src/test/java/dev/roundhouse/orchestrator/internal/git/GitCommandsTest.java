package dev.roundhouse.orchestrator.internal.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.roundhouse.core.testing.ProgramClasses;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each git command is known, and none writes in a place that nobody has verified. */
class GitCommandsTest {
  private static final Map<String, GitCommands.Reach> WORDS =
      Map.of(
          "the repository", GitCommands.Reach.REPOSITORY,
          "reads files", GitCommands.Reach.READS,
          "saves", GitCommands.Reach.SAVES,
          "writes", GitCommands.Reach.WRITES);

  @TempDir Path temporary;

  @Test
  void thePageNamesEachCommandAndWhatItReaches() throws Exception {
    String page = Files.readString(Path.of("../docs/internals/git.md"));
    Map<String, GitCommands.Reach> table = new TreeMap<>();
    Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([a-z ]+) \\|$")
        .matcher(page.substring(page.indexOf("## What each command may touch")))
        .results()
        .forEach(row -> table.put(row.group(1), WORDS.get(row.group(2))));

    assertThat(table).isEqualTo(GitCommands.ALL);
  }

  @Test
  void aCommandThatWritesIsRefusedWhereNobodyHasLooked() throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    GitLocation place = GitLocation.at(git.root()).orElseThrow();
    git.write("mine", "x\n");

    for (Map.Entry<String, GitCommands.Reach> each : GitCommands.ALL.entrySet()) {
      boolean writes =
          each.getValue() == GitCommands.Reach.WRITES || each.getValue() == GitCommands.Reach.SAVES;
      if (writes) {
        assertThatThrownBy(() -> place.git().ask(each.getKey()))
            .as(each.getKey())
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("nobody has verified");
        assertThatThrownBy(() -> Git.discovering(git.root()).ask("-c", "a.b=c", each.getKey()))
            .isInstanceOf(IllegalStateException.class);
      }
    }
    assertThatThrownBy(() -> place.verified().ask("bisect"))
        .hasMessageContaining("not in the table");
    assertThat(git.root().resolve("mine")).hasContent("x");
  }

  @Test
  void aPlaceIsVerifiedOnlyWhereGitByItselfFindsTheSame() throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    GitLocation place = GitLocation.at(git.root()).orElseThrow();
    assertThat(place.verified().ask("clean", "-nfdx").ok()).isTrue();

    git.git("config", "core.worktree", temporary.toString());

    assertThatThrownBy(place::verified)
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("core.worktree is " + temporary);
    assertThat(place.git().run("rev-parse", "--show-toplevel").line())
        .as("a command that is pinned is not led there")
        .isEqualTo(git.root().toString());
  }

  @ParameterizedTest
  @CsvSource({"core.bare, true", "core.worktree, .."})
  void theCommandThatIsToldIsOneThatAShellTakes(String key, String value) throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("it's a project"));
    GitLocation place = GitLocation.at(git.root()).orElseThrow();
    git.git("config", key, value.equals("..") ? temporary.toString() : value);

    String hint = place.dispute().orElseThrow().hint();
    String command = hint.substring(hint.indexOf("git config"));
    Process shell = new ProcessBuilder("sh", "-c", command).inheritIO().start();

    assertThat(shell.waitFor()).isZero();
    assertThat(place.dispute()).isEmpty();
  }

  @Test
  void nobodyElseStartsGit() {
    ArchRuleDefinition.noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Git.class.getName())
        .and()
        .resideOutsideOfPackage("dev.roundhouse.orchestrator.internal.process")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(ProgramClasses.below("dev.roundhouse.orchestrator"));
  }
}
