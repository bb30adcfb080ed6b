package dev.roundhouse.cli;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository in which a test types commands; each test has its own. */
abstract class CommandFixture {
  /** What an agent does that only has to do something. */
  static final String EDIT = "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  GitFixture git;
  Shell shell;

  @BeforeEach
  void makeProject() {
    git = GitFixture.in(temporary.resolve("project"));
    shell = new Shell(git);
  }

  /** Types {@code run} with an agent that does what a shell script says. */
  Shell.Answer run(String agent, String... more) {
    List<String> begin = List.of("run", "--agent", git.script("agent", agent));
    return shell.type(Stream.concat(begin.stream(), Stream.of(more)).toArray(String[]::new));
  }
}
