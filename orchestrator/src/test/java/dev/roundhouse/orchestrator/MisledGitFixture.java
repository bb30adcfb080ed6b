package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository with three issues, files of the user's that git does not track, and a folder beside
 * it where git may be led: nothing there may be touched.
 */
abstract class MisledGitFixture {
  @TempDir Path temporary;
  final List<String> told = Collections.synchronizedList(new ArrayList<>());
  GitFixture git;
  Path victim;

  @BeforeEach
  void makeRepository() throws Exception {
    git = GitFixture.in(temporary.resolve("project"));
    git.write(".gitignore", "*.ignored\n").issue("A-1").issue("B-1").issue("C-1").commitAll("all");
    git.write("mine.txt", "untracked\n").write("mine.ignored", "ignored\n");
    victim = Files.createDirectories(temporary.resolve("victim"));
    Files.writeString(victim.resolve("precious.txt"), "v\n");
  }

  RunReport run(GitFixture of, String agent) throws Exception {
    return run(of, RunOptions.builder().agent(of.agent(agent)).workers(1).attempts(1).build());
  }

  RunReport run(GitFixture of, RunOptions options) throws Exception {
    return of.orchestrator().options(options).listener(this::hear).build().run();
  }

  void hear(RunEvent event) {
    if (event instanceof RunEvent.Noticed noticed) {
      told.add(noticed.message());
    } else if (event instanceof RunEvent.TargetWaits waits) {
      told.add(waits.reason());
    }
  }

  static String first(String damage) {
    return "echo x >$ROUNDHOUSE_ISSUE_ID.txt\nif [ $ROUNDHOUSE_ISSUE_ID = A-1 ]; then\n"
        + damage
        + "\nfi\n";
  }

  void assertNothingIsHarmed() {
    assertThat(victim.toFile().list()).containsExactly("precious.txt");
    assertThat(git.root().resolve("mine.txt")).hasContent("untracked");
    assertThat(git.root().resolve("mine.ignored")).hasContent("ignored");
  }
}
