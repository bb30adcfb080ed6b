package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples in the documents about goals can be run as they stand. */
class GoalDocsTest extends CommandFixture {
  @Test
  void theExamplesOfASprintAndAPlanMeanWhatTheyShow() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "goals.md"));
    List<String> examples =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(each -> each.group(1))
            .toList();
    git.issue("BUG-1").issue("BUG-2").issue("FEAT-3").issue("EPIC-7");
    git.issue("BUG-8", "parent: EPIC-7").issue("BUG-9").commitAll("backlog");
    git.write("sprint.yaml", examples.get(0)).write("plan.yaml", examples.get(1));

    assertThat(examples).hasSize(2);
    assertThat(shell.type("list", "--sprint", "sprint.yaml").out())
        .contains("BUG-1", "BUG-2", "BUG-8")
        .doesNotContain("BUG-9", "EPIC-7");
    assertThat(shell.type("list", "--plan", "plan.yaml").out())
        .contains("BUG-1", "BUG-2", "FEAT-3", "BUG-8")
        .doesNotContain("BUG-9", "EPIC-7");
  }
}
