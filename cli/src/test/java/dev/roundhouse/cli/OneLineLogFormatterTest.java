package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneLineLogFormatterTest {
  @TempDir Path temporary;

  /** A program that logs one warning as the program itself would. */
  static final class Logging {
    private Logging() {}

    public static void main(String... args) {
      OneLineLogFormatter.install();
      System.getLogger("somewhere")
          .log(Level.WARNING, "it is torn", new IOException("the disk is full"));
    }
  }

  private static String logged(String... options) throws Exception {
    List<String> line = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    line.addAll(Arrays.asList(options));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Logging.class.getName()));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(Patience.exitCode(process)).as(output).isZero();
    return output;
  }

  @Test
  void aWarningIsOneLineWithItsReasonAndWithoutAStackTrace() throws Exception {
    assertThat(logged()).isEqualTo("roundhouse: it is torn: the disk is full");
  }

  @Test
  void theLoggingThatTheUserHasConfiguredStaysInForce() throws Exception {
    Path configuration = temporary.resolve("logging.properties");
    Files.writeString(
        configuration,
        "handlers=java.util.logging.ConsoleHandler\n"
            + "java.util.logging.SimpleFormatter.format=mine %5$s%n\n");

    assertThat(logged("-Djava.util.logging.config.file=" + configuration))
        .isEqualTo("mine it is torn");
  }
}
