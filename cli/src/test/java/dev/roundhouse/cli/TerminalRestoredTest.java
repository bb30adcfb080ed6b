package dev.roundhouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A terminal is as it was once a run with the live view has ended, in whatever way. The terminal is
 * a real one; {@code stty} says how it is before, meanwhile and afterwards.
 */
@Tag("slow")
class TerminalRestoredTest extends CommandFixture {
  private static final String INTERRUPT = "\u0003";

  private Path home;
  private @Nullable Process terminal;

  @BeforeEach
  void makeBacklog() {
    home = git.home();
    git.issue("A-1").commitAll("backlog");
  }

  @AfterEach
  void end() {
    if (terminal != null) {
      terminal.descendants().forEach(ProcessHandle::destroyForcibly);
      terminal.destroyForcibly();
    }
  }

  /** Starts a shell at a terminal, which runs the program there and looks before and after. */
  private Process start() throws IOException {
    String agent =
        git.script(
            "agent",
            ": >\"$HOME/begun\"; while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done; echo x >x");
    String program =
        ChildJvm.command(Main.class, "run", "--agent", agent).stream()
            .map(each -> "'" + each.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    String script =
        git.script(
            "session",
            "set +e\n"
                + "trap : INT\n"
                + "stty rows 24 cols 80\n"
                + "stty -a >\"$HOME/before\"\n"
                + "tty >\"$HOME/tty\"\n"
                + "sh -c 'echo $$ >\"$HOME/pid\"; exec \"$@\"' - "
                + program
                + "\n"
                + "echo $? >\"$HOME/code\"\n"
                + "until [ -e \"$HOME/looked\" ]; do stty -a >\"$HOME/after\";"
                + " cmp -s \"$HOME/before\" \"$HOME/after\" && : >\"$HOME/looked\";"
                + " sleep 0.05; done\n");
    ProcessBuilder builder =
        new ProcessBuilder("script", "-q", "-c", script, "/dev/null")
            .directory(git.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(git.environment());
    builder.environment().put("TERM", "xterm");
    builder.environment().put("SHELL", "/bin/sh");
    Process started =
        builder.redirectErrorStream(true).redirectOutput(home.resolve("shown").toFile()).start();
    terminal = started;
    Patience.await().until(() -> Files.exists(home.resolve("begun")) && shown().contains(" w1 "));
    assertThat(meanwhile()).as("keys are read one by one").contains(" -icanon ", " -echo ");
    return started;
  }

  private String meanwhile() throws IOException {
    String device = Files.readString(home.resolve("tty")).strip();
    Process stty = new ProcessBuilder("stty", "-a", "-F", device).start();
    return new String(stty.getInputStream().readAllBytes(), UTF_8);
  }

  private String shown() throws IOException {
    return Files.readString(home.resolve("shown"));
  }

  private static void type(Process at, String keys) throws IOException {
    at.getOutputStream().write(keys.getBytes(UTF_8));
    at.getOutputStream().flush();
  }

  private void go() throws IOException {
    Files.createFile(home.resolve("go"));
  }

  /** Waits for the end of the session, which ends when the terminal is as it was. */
  private void assertRestored(Process session, int code) throws Exception {
    Patience.exitCode(session);
    assertThat(Files.readString(home.resolve("code")).strip()).isEqualTo(Integer.toString(code));
    assertThat(home.resolve("after")).hasSameTextualContentAs(home.resolve("before"));
    assertThat(Files.readString(home.resolve("after"))).contains("\nisig icanon ", " echo ");
  }

  @Test
  void anOrdinaryEndRestoresIt() throws Exception {
    Process session = start();
    go();

    assertRestored(session, 0);
    assertThat(shown()).contains("finished in ");
  }

  @Test
  void soDoesCtrlCOnceAndTwice() throws Exception {
    Process session = start();
    type(session, INTERRUPT);
    Patience.await().until(() -> shown().contains("again to stop"));
    type(session, INTERRUPT);

    assertRestored(session, 130);
    assertThat(git.landed("main")).isEmpty();
  }

  @Test
  void soDoesTheKeyQ() throws Exception {
    Process session = start();
    type(session, "q");
    Patience.await().until(() -> shown().contains("again to stop"));
    go();

    assertRestored(session, 130);
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void soDoesAKillThatTheProgramCannotAnswer() throws Exception {
    Process session = start();
    long pid = Long.parseLong(Files.readString(home.resolve("pid")).strip());
    List<ProcessHandle> agents = ProcessHandle.of(pid).orElseThrow().descendants().toList();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    assertRestored(session, 137);
    agents.forEach(ProcessHandle::destroyForcibly);
  }
}
