package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.AttemptLogs;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The live view of a run on a screen: takes the screen, draws when something has changed or a
 * second has passed, and listens to keys. For one thread, except for {@link #add}.
 */
final class LiveBoard {
  private final Terminal terminal;
  private final InstantSource clock;
  private final Runnable quit;
  private final Screen.Hold hold;
  private final LivePainter painter;
  private final RunState state;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private Screen.Size size = new Screen.Size(0, 0);
  private Instant drawnAt = Instant.MIN;
  private boolean isChanged = true;
  private boolean isKeyDown;

  /**
   * Takes the screen of {@code terminal}.
   *
   * @param quit called when {@code q} is pressed
   * @param wake called, from any thread, when {@link #tick} should be called soon
   */
  LiveBoard(Terminal terminal, InstantSource clock, Runnable quit, Runnable wake) {
    this.terminal = terminal;
    this.clock = clock;
    this.quit = quit;
    this.state = new RunState(clock.instant(), new LastLines()::of);
    this.hold =
        terminal
            .screen()
            .hold(
                others -> {
                  add(others);
                  wake.run();
                },
                wake);
    this.painter = new LivePainter(hold);
  }

  /** Adds text that stays, above the view. */
  void add(String text) {
    lines.addAll(List.of(text.split("\n", -1)));
  }

  void learn(RunEvent event, Instant at) {
    state.learn(event, at);
    isChanged = true;
  }

  void stop(StopSignal.Level level) {
    state.stop(level);
    isChanged = true;
  }

  /** Draws what has changed, and answers keys. */
  void tick() throws IOException {
    Screen.News news = hold.poll();
    if (news.isToStop()) {
      painter.erase();
      hold.suspend();
      news = hold.poll();
    }
    answer(news.keys());
    if (news.isResumed() || !news.isForeground()) {
      painter.forget();
      isChanged = true;
    }
    boolean isRested = news.size().equals(size); // not in the middle of being resized
    isChanged |= !isRested;
    size = news.size();
    if (!news.isForeground()) {
      painter.print(taken());
    } else if (isRested) {
      draw();
    }
  }

  private void draw() throws IOException {
    Instant now = clock.instant();
    if (isChanged || !lines.isEmpty() || !now.isBefore(drawnAt.plusSeconds(1))) {
      isChanged = false;
      drawnAt = now;
      painter.paint(taken(), LiveView.lines(state.at(now), size, terminal), size);
    }
  }

  private List<String> taken() {
    List<String> taken = new ArrayList<>();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      taken.addAll(DisplayText.fold(line, size.columns()));
    }
    return taken;
  }

  /** Answers a key once, however long it is held down. */
  private void answer(String keys) {
    boolean isPressed = keys.indexOf('q') >= 0 || keys.indexOf('Q') >= 0;
    if (isPressed && !isKeyDown) {
      quit.run();
    }
    isKeyDown = isPressed;
  }

  /** Removes the view, prints what is still to print, and releases the screen. */
  void close() {
    try {
      painter.paint(taken(), List.of(), size);
    } catch (IOException gone) {
      lines.clear(); // no one can read them
    } finally {
      hold.close();
    }
  }

  /** The last lines of logs, each read again when its file has grown. */
  private static final class LastLines {
    private final Map<Path, Seen> seen = new HashMap<>();

    private record Seen(long size, String line) {}

    String of(Path log) {
      try {
        long size = Files.size(log);
        Seen before = seen.get(log);
        if (before == null || before.size() != size) {
          before = new Seen(size, AttemptLogs.lastLine(log));
          seen.put(log, before);
        }
        return before.line();
      } catch (IOException none) {
        return ""; // nothing was printed yet
      }
    }
  }
}
