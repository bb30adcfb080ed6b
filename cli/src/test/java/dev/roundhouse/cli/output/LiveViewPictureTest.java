package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.demo.DemoRepository;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.run.RunReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The picture of the live view in the README; with {@code -Dpicture.write=true} it is drawn from a
 * run of the demo.
 */
@Timeout(Patience.SECONDS)
class LiveViewPictureTest {
  private static final Path PICTURE = Path.of("..", "docs", "images", "live-view.svg");
  private static final int COLUMNS = 80;
  private static final List<String> WORTH_A_PICTURE =
      List.of(
          "main  [3-9]/14 landed · 3 running · [2-9] in the queue.*",
          " w\\d +UP-\\d+ +agent .*",
          " q1 +UP-\\d+ +gating .*");

  @TempDir private Path temporary;

  @Test
  void theReadmeHasAPictureOfTheLiveView() throws Exception {
    if (Boolean.getBoolean("picture.write")) {
      Files.createDirectories(PICTURE.getParent());
      Files.writeString(PICTURE, demo().svg());
    }
    String text =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(PICTURE.toFile())
            .getDocumentElement()
            .getTextContent();

    assertThat(text.lines())
        .anyMatch(line -> line.matches(WORTH_A_PICTURE.get(0)))
        .anyMatch(line -> line.startsWith("q or Ctrl-C: finish the running issues"));
  }

  /** Returns the screen in the middle of a run of the demo. */
  private ScreenPicture demo() throws Exception {
    VirtualScreen screen = new VirtualScreen(COLUMNS, 24);
    Path repository = DemoRepository.make(temporary.resolve("demo"));
    AtomicReference<ScreenPicture> picture = new AtomicReference<>();
    ExecutorService runs = Executors.newSingleThreadExecutor();
    try (Progress progress = Progress.live(screen.terminal(""), InstantSource.system(), () -> {})) {
      Future<RunReport> run = runs.submit(() -> run(repository, progress));
      Patience.await().until(() -> isTaken(screen, picture) || run.isDone());
      run.get();
    } finally {
      runs.shutdown();
    }
    return Objects.requireNonNull(picture.get(), "no moment was worth a picture");
  }

  private static boolean isTaken(VirtualScreen screen, AtomicReference<ScreenPicture> picture) {
    ScreenPicture now = new ScreenPicture(screen.cells(), COLUMNS);
    boolean isGood = WORTH_A_PICTURE.stream().allMatch(line -> has(now, line));
    if (isGood) {
      picture.set(now);
    }
    return isGood;
  }

  private static boolean has(ScreenPicture picture, String line) {
    return picture.rows().stream().anyMatch(row -> row.matches(line));
  }

  private static RunReport run(Path repository, Progress progress) throws Exception {
    return Orchestrator.at(repository)
        .environment(System.getenv())
        .options(ConfigFile.read(repository).build())
        .listener(progress)
        .build()
        .run();
  }
}
