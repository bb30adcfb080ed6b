package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work goes on as it was begun, wherever the next command is typed, and comments are told of. */
class DoResumeTest extends DoFixture {
  @BeforeEach
  void writePrograms() throws Exception {
    program("agent.sh", "echo top >>fix.txt\n");
    program("gate.sh", "exit 1\n");
    program("sub/agent.sh", "echo sub >>fix.txt\n");
    program("sub/gate.sh", "exit 0\n");
    git.commitAll("programs");
  }

  private void program(String name, String script) throws Exception {
    git.write(name, "#!/bin/sh\n" + script);
    assertThat(git.root().resolve(name).toFile().setExecutable(true)).isTrue();
  }

  @Test
  void programsAreThoseOfTheDirectoryInWhichItWasBegun() throws Exception {
    Path sub = git.root().resolve("sub");
    Shell.Answer begun =
        shell.typeIn(sub, "do", "Fix it", "--agent", "./agent.sh 'a b'", "--gate", "./gate.sh");
    Shell.Answer atTop = doing("--resume", "DO-1", "--say", "more");
    Files.createDirectory(sub.resolve("sub"));
    program("sub/sub/agent.sh", "echo nested >>fix.txt\n");
    Shell.Answer inSub = shell.typeIn(sub, "do", "--resume", "DO-1", "--say", "more");

    assertThat(begun.out()).contains("agent: ./sub/agent.sh 'a b' (--agent)", "its gate is green");
    for (Shell.Answer again : new Shell.Answer[] {atTop, inSub}) {
      assertThat(again.out())
          .contains("agent: ./sub/agent.sh 'a b' (--agent, as it was begun)")
          .contains("gate: ./sub/gate.sh (--gate, as it was begun)", "its gate is green");
    }
    assertThat(shell.type("diff", "DO-1").out()).contains("+sub\n+sub\n+sub\n");
  }

  @Test
  void commentsThatAreInTheLedgerAreToldOfWhereNoAttemptCanStart() throws Exception {
    doing("Fix it", "--agent", "./sub/agent.sh", "--no-gate");
    Files.delete(git.root().resolve("sub/agent.sh"));

    Shell.Answer gone = doing("--resume", "--say", "again");

    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.out())
        .contains("DO-1 is sent back with your comments.", "  roundhouse do --resume DO-1\n");
    assertThat(doing("--resume").out()).doesNotContain("sent back");
  }
}
