package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.StopSignal;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a run: a line for each event and, on a screen, a live view below them. A
 * thread of its own prints everything, so that a terminal that is slow, blocked or gone does not
 * hold up the run.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Progress implements RunListener, AutoCloseable {
  private static final long PERIOD_MILLIS = 250;

  private final Terminal terminal;
  private final InstantSource clock;
  private final ProgressText text;
  private final RunState state; // only touched on that thread, as is what follows but the steps
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::print, "roundhouse-screen");
  private @Nullable LiveBoard board; // only touched on that thread, as is what follows
  private boolean isOver;

  /** Something to do on the thread that prints. */
  private interface Step {
    void go() throws IOException;
  }

  private Progress(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.text = new ProgressText(terminal, clock.instant());
    this.state = new RunState(clock.instant(), new LastLines());
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns progress in lines, as for a file or another program. */
  public static Progress plain(Terminal terminal, InstantSource clock) {
    return new Progress(terminal, clock);
  }

  /**
   * Returns progress with a live view if {@code terminal} prints to a screen; otherwise in lines.
   *
   * @param quit called when the person at the screen presses {@code q}
   */
  public static Progress live(Terminal terminal, InstantSource clock, Runnable quit) {
    Progress progress = new Progress(terminal, clock);
    if (terminal.live() && terminal.screen().shows(terminal.out())) {
      progress.steps.add(
          () ->
              progress.board =
                  new LiveBoard(terminal, clock, progress.state::at, quit, progress::wake));
    }
    return progress;
  }

  private void wake() {
    steps.add(() -> {});
  }

  @Override
  public void on(RunEvent event) {
    Instant at = clock.instant();
    steps.add(() -> show(event, at));
  }

  /** Shows that the run must stop, and how urgently. */
  public void stopping(StopSignal.Level level) {
    steps.add(
        () -> {
          state.stop(level);
          if (board != null) {
            board.change();
          }
        });
  }

  /** Lets {@code printing} print to the terminal, after everything that has happened before. */
  public void later(Runnable printing) {
    steps.add(printing::run);
  }

  private void show(RunEvent event, Instant at) {
    List<String> lines = text.of(event, at);
    state.learn(event, at);
    LiveBoard shown = board;
    if (shown == null) {
      for (String line : lines) {
        DisplayText.fold(line, terminal.columns()).forEach(terminal.out()::println);
      }
    } else {
      lines.forEach(shown::add);
      shown.change();
    }
  }

  private void print() {
    while (!isOver) {
      try {
        Step next = board == null ? steps.take() : steps.poll(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        for (; next != null; next = steps.poll()) {
          next.go();
        }
        if (board != null) {
          board.tick();
        }
      } catch (InterruptedException stopped) {
        isOver = true;
      } catch (IOException | RuntimeException fault) {
        giveUpView(fault);
      }
    }
    closeView();
  }

  /** Goes on in lines. */
  private void giveUpView(Exception fault) {
    boolean hadView = board != null;
    closeView();
    if (hadView) {
      terminal.err().println("roundhouse: the live view has ended: " + fault);
    } else {
      fault.printStackTrace(terminal.err());
    }
  }

  private void closeView() {
    LiveBoard shown = board;
    board = null;
    if (shown != null) {
      shown.close();
    }
  }

  /** Removes the view, when everything that has happened is printed. */
  @Override
  public void close() {
    steps.add(() -> isOver = true);
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
