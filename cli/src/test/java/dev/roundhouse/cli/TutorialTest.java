package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command of docs/tutorial.md into a shell and compares what is printed, but for hashes
 * and times; {@code -Dtutorial.write=true} writes it.
 */
@Tag("slow")
class TutorialTest {
  private static final Path PAGE = Path.of("..", "docs", "tutorial.md").toAbsolutePath();

  @TempDir Path temporary;

  @Test
  void everyCommandPrintsWhatTheTutorialShows() throws Exception {
    ConsolePage page = ConsolePage.read(PAGE);
    List<List<String>> printed;
    try (ConsoleSession session = new ConsoleSession(temporary)) {
      printed = session.type(page.steps().stream().map(ConsolePage.Step::command).toList());
    }
    List<List<String>> shown = page.steps().stream().map(page::output).toList();
    assertThat(printed).hasSameSizeAs(shown);
    if (Boolean.getBoolean("tutorial.write")) {
      Files.write(PAGE, page.with(printed));
      return;
    }

    for (int i = 0; i < shown.size(); i++) {
      assertThat(ConsoleSession.stable(printed.get(i)))
          .as(page.steps().get(i).command())
          .isEqualTo(ConsoleSession.stable(shown.get(i)));
    }
  }
}
