package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/embedding.md, compiled and run as it stands there. */
class EmbeddingPageTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\n(import .*?\npublic final class Embedded .*?)```", Pattern.DOTALL);
  private static final String CLASS_PATH =
      Objects.requireNonNull(System.getProperty("java.class.path"));

  @TempDir Path temporary;
  private final List<Process> started = new ArrayList<>();
  private GitFixture one;
  private GitFixture two;

  @BeforeEach
  void makeProjects() {
    one = GitFixture.in(temporary.resolve("one"));
    two = GitFixture.in(temporary.resolve("two"));
  }

  @AfterEach
  void killWhatRuns() {
    started.forEach(Process::destroyForcibly);
  }

  private void compile() throws IOException {
    Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "docs", "embedding.md")));
    assertThat(program.find()).isTrue();
    Path source = Files.writeString(temporary.resolve("Embedded.java"), program.group(1));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(
            compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                temporary.toString(),
                "-cp",
                CLASS_PATH,
                source.toString()))
        .isZero();
  }

  private Process start(String limit) throws IOException {
    return start(
        temporary + File.pathSeparator + CLASS_PATH,
        "Embedded",
        limit,
        one.root().toString(),
        two.root().toString());
  }

  private Process start(String classPath, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(ChildJvm.command(List.of(), classPath, Waits.class));
    command.set(command.indexOf(Waits.class.getName()), program);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(one.environment());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static List<String> readUntil(BufferedReader output, String last) throws IOException {
    List<String> lines = new ArrayList<>();
    String line = output.readLine();
    while (line != null) {
      lines.add(line);
      line = line.equals(last) ? null : output.readLine();
    }
    return lines;
  }

  @Test
  void itWorksTwoRepositoriesAtOnceWithinItsTimeLimitAndItsGate() throws Exception {
    compile();
    Process process = start("PT3S");
    List<String> lines = readUntil(process.inputReader(), "");

    assertThat(Patience.exitCode(process)).isZero();
    assertThat(lines).filteredOn("the run is FINISHED"::equals).hasSize(2);
    assertThat(lines).filteredOn(each -> each.startsWith("haiku landed: ")).hasSize(2);
    assertThat(lines).filteredOn(each -> each.startsWith("sonnet rejected: ")).hasSize(2);
    assertThat(lines)
        .filteredOn(each -> each.startsWith("epic failed: the agent took longer than 3s"))
        .hasSize(2);
    assertThat(one.landed("main")).containsExactly("haiku");
    assertThat(two.landed("main")).containsExactly("haiku");
  }

  @Test
  void controlCEndsItsAgentsAndKeepsTheirWork() throws Exception {
    compile();
    Process process = start("PT1H");
    try (BufferedReader output = process.inputReader()) {
      readUntil(output, "begun: epic");
      readUntil(output, "begun: epic");
      Patience.await().until(() -> isWritten(one) && isWritten(two));
      interrupt(process);
      List<String> lines = readUntil(output, "");

      assertThat(Patience.exitCode(process)).isEqualTo(130);
      assertThat(lines).filteredOn("the run is INTERRUPTED"::equals).hasSize(2);
    }
    for (GitFixture each : List.of(one, two)) {
      assertThat(each.show("refs/roundhouse/work/epic/1/dirty", "epic.txt")).isEqualTo("the");
    }
  }

  private static boolean isWritten(GitFixture git) throws IOException {
    String places = git.git("worktree", "list", "--porcelain");
    return places
        .lines()
        .filter(each -> each.startsWith("worktree "))
        .map(each -> Path.of(each.substring("worktree ".length()), "epic.txt"))
        .anyMatch(Files::exists);
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(Patience.exitCode(new ProcessBuilder("kill", "-INT", pid).start())).isZero();
  }

  @Test
  void aShutdownWaitsNoLongerThanItsLimitAndNotAtAllAfterTheRun() throws Exception {
    for (String closed : List.of("closed", "open")) {
      Process process = start(CLASS_PATH, Waits.class.getName(), closed);
      try (BufferedReader output = process.inputReader()) {
        readUntil(output, "ready");
        interrupt(process);

        assertThat(readUntil(output, ""))
            .isEqualTo(closed.equals("open") ? List.of("INTERRUPT") : List.of());
        assertThat(Patience.exitCode(process)).isEqualTo(130);
      }
    }
  }

  /** Waits for ever, with a run that has ended or one that does not end. */
  static final class Waits {
    private Waits() {}

    public static void main(String[] arguments) throws InterruptedException {
      StopSignal stop = new StopSignal();
      stop.onRaise(level -> System.out.println(level));
      StopSignal.ShutdownHook first = stop.onShutdown(Duration.ofMillis(200));
      StopSignal.ShutdownHook second = stop.onShutdown(Duration.ofMillis(200));
      first.close();
      if (arguments[0].equals("closed")) {
        second.close();
        second.close();
      }
      System.out.println("ready");
      new CountDownLatch(1).await();
    }
  }
}
