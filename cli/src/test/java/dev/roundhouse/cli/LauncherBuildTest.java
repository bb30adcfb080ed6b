package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher of a source checkout says and does when there is something to build. A script
 * in place of Maven prints what Maven does, and makes a jar with nothing in it.
 */
class LauncherBuildTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo run >>"$0.runs"
      echo '[INFO] Building Roundhouse 0.1.0-SNAPSHOT                                         [1/3]'
      echo '[INFO] Building Roundhouse: core 0.1.0-SNAPSHOT                                   [2/3]'
      echo '[INFO] --- maven-compiler-plugin:3.16.0:compile (default-compile) @ roundhouse-core ---'
      for i in 1 2 3 4 5 6 7 8 9 10; do
        for j in 1 2 3 4 5 6 7 8 9 10; do echo "Downloaded from central: https://example.org/$i/$j (2 kB at 1 kB/s)"; done
      done
      echo '[INFO] Building Roundhouse: command line 0.1.0-SNAPSHOT                           [3/3]'
      if [ -e "$0.fails" ]; then echo '[ERROR] no such class'; exit 1; fi
      echo jar >"$PWD/cli/target/roundhouse.jar"
      """;

  @TempDir Path temporary;
  private Path checkout;
  private Path tools;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Files.createDirectories(temporary.resolve("with spaces/check out"));
    Files.copy(Path.of("..", "roundhouse"), checkout.resolve("roundhouse"));
    assertThat(checkout.resolve("roundhouse").toFile().setExecutable(true)).isTrue();
    Files.writeString(checkout.resolve("pom.xml"), "");
    tools = Files.createDirectories(temporary.resolve("tools"));
    Files.writeString(tools.resolve("mvn"), MAVEN);
    assertThat(tools.resolve("mvn").toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(checkout.resolve("roundhouse").toString(), "--version")
            .directory(temporary.toFile())
            .redirectErrorStream(true);
    builder.environment().remove("XDG_CACHE_HOME");
    builder.environment().put("HOME", temporary.resolve("home").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", tools.toString(), (old, first) -> first + ":" + old);
    Process process = builder.start();
    started.add(process);
    process.getOutputStream().close();
    return process;
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theFirstBuildShowsItsStepsAndWhatIsDownloaded() throws Exception {
    assertThat(output(launch()))
        .startsWith(
            """
            roundhouse: building for the first time; Maven downloads what it needs (a few minutes)
              1/4 the project
              2/4 core
              2/4 downloaded 50 files
              2/4 downloaded 100 files
              3/4 command line
              4/4 an archive of classes, for fast starts
            roundhouse: built in \
            """);
  }

  @Test
  void twoLaunchersAtOnceBuildOnce() throws Exception {
    Process one = launch();
    Process other = launch();

    String both = output(one) + output(other);

    assertThat(both).containsOnlyOnce("roundhouse: built in ");
    assertThat(Files.readAllLines(tools.resolve("mvn.runs"))).hasSize(1);
  }

  @Test
  void aBuildThatFailsShowsItsEndAndEndsTheLauncher() throws Exception {
    Files.writeString(tools.resolve("mvn.fails"), "");
    Process process = launch();

    assertThat(output(process))
        .contains("[ERROR] no such class")
        .contains("the build failed; all it said is in " + checkout + "/cli/target/build.log");
    assertThat(Patience.exitCode(process)).isEqualTo(2);
  }

  @Test
  void whatIsEditedDuringABuildIsBuiltAtTheNextStart() throws Exception {
    Files.writeString(
        tools.resolve("mvn"),
        MAVEN + "touch -d '1 second' \"$PWD/pom.xml\"\n"); // past the clock's tick
    output(launch());

    assertThat(output(launch())).startsWith("roundhouse: building, as sources are newer");
  }
}
