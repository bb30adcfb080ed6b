package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * A live view on a screen: takes the screen, draws when something has changed or a second has
 * passed, and listens to keys. For one thread, except for {@link #add}.
 */
final class LiveBoard {
  private final Terminal terminal;
  private final InstantSource clock;
  private final Runnable quit;
  private final Screen.Hold hold;
  private final LivePainter painter;
  private final Function<Instant, LiveViewState> pictures;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private Screen.Size size = new Screen.Size(0, 0);
  private Instant drawnAt = Instant.MIN;
  private boolean isChanged = true;
  private boolean isKeyDown;

  /**
   * Takes the screen of {@code terminal}.
   *
   * @param pictures returns what is to be shown at a time
   * @param quit called when {@code q} is pressed
   * @param wake called, from any thread, when {@link #tick} should be called soon
   */
  LiveBoard(
      Terminal terminal,
      InstantSource clock,
      Function<Instant, LiveViewState> pictures,
      Runnable quit,
      Runnable wake) {
    this.terminal = terminal;
    this.clock = clock;
    this.quit = quit;
    this.pictures = pictures;
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

  /** Notes that there is something new to draw. */
  void change() {
    isChanged = true;
  }

  /** Draws what has changed, and answers keys. */
  void tick() throws IOException {
    Screen.Input news = hold.poll();
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
      painter.paint(taken(), LiveView.lines(pictures.apply(now), size, terminal), size);
    }
  }

  private List<String> taken() {
    List<String> taken = new ArrayList<>();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      taken.add(line);
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

  /** Draws a last picture that stays, and releases the screen. */
  void closeWith(LiveViewState last) throws IOException {
    painter.paint(taken(), LiveView.lines(last, size, terminal), size);
    painter.forget();
    hold.close();
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
}
