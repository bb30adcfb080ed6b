package dev.roundhouse.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.ProgramClasses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Standard output and standard error that are full, closed, or read by nobody any more. */
@Tag("slow")
class StandardStreamTest extends CommandFixture {
  private static final int OUTPUT = 74;
  private static final int READER_GONE = 141;

  /** Every command there is, and every way it has to answer. */
  private static final List<String> COMMANDS =
      List.of(
          "list",
          "list --json",
          "show A-1",
          "show A-1 --json",
          "status",
          "status --json",
          "plan",
          "plan --json",
          "plan --format dot",
          "lint",
          "lint --json",
          "why A-1",
          "why A-1 --json",
          "log A-1",
          "log A-1 --follow",
          "agents",
          "agents --json",
          "doctor",
          "doctor --json",
          "rescue",
          "rescue --json",
          "rescue A-1 --patch -",
          "gc --dry-run",
          "gc --json",
          "sync",
          "sync --json",
          "run --dry-run",
          "run --dry-run --json",
          "help gc",
          "--version",
          "help",
          "edit A-2 --priority P1",
          "skip A-2",
          "retry A-2");

  private Path errors;

  @BeforeEach
  void makeRepository() {
    errors = temporary.resolve("errors");
    String agent =
        git.script("agent", "echo worked; cat >told; [ $ROUNDHOUSE_ISSUE_ID != A-2 ]; echo x >x");
    git.write("roundhouse.yaml", "agent: '" + agent + "'\nattempts: 1\n");
    git.issue("A-1").issue("A-2").commitAll("backlog");
  }

  private Process start(String redirections, String... words) throws IOException {
    return startIn("", redirections, words);
  }

  /** Starts the program as a shell does, after {@code before}; talk goes to a file. */
  private Process startIn(String before, String redirections, String... words) throws IOException {
    String script = before + "exec \"$@\" " + redirections;
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "-"));
    command.addAll(ChildJvm.command(List.of("-XX:-UsePerfData"), Main.class, words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(git.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(git.environment());
    return builder.redirectError(errors.toFile()).start();
  }

  private static int end(Process process) throws InterruptedException {
    return Patience.exitCode(process);
  }

  private String errors() throws IOException {
    return Files.readString(errors);
  }

  private static String out(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void noCommandTakesAFullOutputForSuccessOrShowsATrace() throws Exception {
    assertThat(end(start("", "run", "--only", "1"))).isZero();
    SoftAssertions all = new SoftAssertions();
    for (String each : COMMANDS) {
      int code = end(start(">/dev/full", each.split(" ", -1)));

      all.assertThat(code).as("%s: %s", each, errors()).isEqualTo(OUTPUT);
      all.assertThat(errors())
          .as(each)
          .doesNotContain("\tat ", "Exception")
          .contains("cannot write standard output: No space");
    }
    all.assertAll();
    assertThat(shell.status("A-2")).isEqualTo("open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list --json", "show A-1", "--help", "run --json --only 1"})
  void aClosedOutputIsNoSuccessEither(String command) throws Exception {
    String[] words = command.split(" ", -1);

    assertThat(end(start(">&-", words))).isEqualTo(OUTPUT);
    assertThat(errors()).contains("roundhouse: cannot write standard output: it is closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list --json", "plan", "help run", "run --only 1"})
  void aReaderWhoLeavesEndsItQuietly(String command) throws Exception {
    Process process = start("", command.split(" ", -1));
    process.getInputStream().close();

    assertThat(end(process)).isEqualTo(READER_GONE);
    assertThat(errors()).isEmpty();
    assertThat(git.landed("main")).hasSize(command.startsWith("run") ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 8192, 9000})
  void anOutputThatFillsUpAfterSomeBytesIsABeginningAndNoSuccess(int room) throws Exception {
    for (int i = 3; i <= 30; i++) {
      git.issue("A-" + i);
    }
    String whole = out(start("", "list", "--json"));
    assertThat(whole.length()).isGreaterThan(9000);
    int limit = 32 * 512; // what the shell allows a file to hold
    Path file = Files.writeString(temporary.resolve("file"), "-".repeat(limit - room));

    Process process = startIn("ulimit -f 32; ", ">>" + file, "list", "--json");

    assertThat(end(process)).as(errors()).isEqualTo(OUTPUT);
    assertThat(errors()).contains("cannot write standard output: File too large");
    assertThat(Files.readString(file).substring(limit - room)).isEqualTo(whole.substring(0, room));
  }

  @ParameterizedTest
  @ValueSource(strings = {">/dev/full", ">&-", ">/dev/full 2>/dev/full", "<&- >&- 2>&-"})
  void aRunWhoseOutputFailsGoesOnWorkingAndLanding(String redirections) throws Exception {
    int code = end(start(redirections, "run", "--only", "1"));

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.git("status", "--porcelain")).isEmpty();
    assertThat(shell.status("A-1")).isEqualTo("landed");
    assertThat(code).isIn(redirections.startsWith("<") ? List.of(0, OUTPUT) : List.of(OUTPUT));
    assertThat(errors()).doesNotContain("\tat ", "Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2>/dev/full", "2>&-"})
  void aStandardErrorThatFailsChangesNothing(String redirections) throws Exception {
    Process list = start(redirections, "run", "--json", "--only", "1");
    String out = out(list);

    assertThat(end(list)).isZero();
    assertThat(JsonMapper.shared().readTree(out).path("landed").asInt()).isEqualTo(1);
    assertThat(end(start(redirections, "frobnicate"))).isEqualTo(2);
  }

  @Test
  void nothingPrintsPastTheStreamsThatKeepInMindWhatFailed() {
    JavaClasses program = ProgramClasses.below("dev.roundhouse");

    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Main.class.getName()) // sets it
        .and()
        .doNotHaveSimpleName("RescueCommand") // a patch is bytes, on what Main has set
        .and()
        .doNotHaveSimpleName("PagedText") // so is this
        .and()
        .doNotHaveSimpleName("McpEndpoint") // keeps all but the protocol out of what Main has set
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(program);
  }
}
