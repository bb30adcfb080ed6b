package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.demo.DemoRepository;
import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What keeps starts cheap: commands that answer from the program alone load none of the large
 * libraries, and what only shows the plan opens no objects. A JVM of its own lists the classes that
 * it loads.
 */
class StartUpTest {
  /** More than twice of what was loaded when this was written, of which the JDK's are about 900. */
  private static final int MOST_CLASSES = 2500;

  private static final List<String> LARGE =
      List.of(
          "org.eclipse.jgit.",
          "tools.jackson.",
          "org.snakeyaml.",
          "com.google.common.",
          "io.modelcontextprotocol.",
          "io.opentelemetry.",
          "reactor.",
          "org.eclipse.jetty.",
          "dev.roundhouse.web.",
          "org.jline.terminal.");

  private static List<String> loaded(String... words) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:stderr",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.command().addAll(List.of(words));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().close();
    String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Patience.exitCode(process)).as(log).isZero();
    return log.lines()
        .filter(line -> line.contains(" source: "))
        .map(line -> line.substring(line.indexOf("] ") + 2, line.indexOf(" source: ")))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "help", "run --help", "status --help"})
  void helpAndVersionLoadNoneOfTheLargeLibraries(String line) throws Exception {
    List<String> classes = loaded(line.split(" "));

    assertThat(classes.contains(Main.class.getName())).as("the log names classes").isTrue();
    assertThat(classes.stream().filter(each -> LARGE.stream().anyMatch(each::startsWith)))
        .isEmpty();
    assertThat(classes.size()).isLessThan(MOST_CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "list"})
  void beforeAnyLandingTheObjectsOfTheRepositoryAreNotOpened(
      String command, @TempDir Path directory) throws Exception {
    Path repository = DemoRepository.make(directory.resolve("upper"));

    List<String> classes = loaded("-C", repository.toString(), command);

    assertThat(classes).contains(Main.class.getName());
    assertThat(classes).noneMatch(each -> each.startsWith("org.eclipse.jgit.util."));
    assertThat(classes).noneMatch(each -> each.startsWith("dev.roundhouse.web."));
  }
}
