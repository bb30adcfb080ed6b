package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Shows the status of a repository on a screen, again and again, until a person ends it. It only
 * reads, so it may be used beside a run and between runs, and any number of times at once.
 */
public final class StatusWatch {
  private static final long PERIOD_MILLIS = 250;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int SHARE = 10; // of the time, that reading may take one part

  private final InstantSource clock;
  private final Source source;
  private final Semaphore news = new Semaphore(0);
  private final Function<Path, String> lastLine = new LastLines();
  private final LiveBoard board;
  private LiveViewReader picture;
  private String trouble = "";
  private Instant readAgainAt;
  private volatile boolean isOver;

  /** Reads the status. */
  public interface Source {
    /** Returns the present status. */
    Seen read() throws IOException, RefusedException;
  }

  /**
   * The status at one moment.
   *
   * @param statusReport the status
   * @param outlook the work ahead of the active run; empty if no run is active
   */
  public record Seen(StatusReport statusReport, Optional<RunEvent.Outlook> outlook) {
    /** Reads the status from {@code orchestrator}. */
    public static Seen by(Orchestrator orchestrator) throws IOException, RefusedException {
      StatusReport statusReport = orchestrator.status();
      return new Seen(statusReport, orchestrator.outlook(statusReport));
    }
  }

  /**
   * Takes the screen of {@code terminal}.
   *
   * @throws RefusedException if the status cannot be read as it is
   * @throws IOException if something cannot be read
   */
  public StatusWatch(Terminal terminal, InstantSource clock, Source source)
      throws IOException, RefusedException {
    this.clock = clock;
    this.source = source;
    this.picture = LiveViewReader.of(source.read(), clock.instant());
    this.readAgainAt = clock.instant().plus(PAUSE);
    this.board = new LiveBoard(terminal, clock, this::at, this::end, news::release);
  }

  /** Shows the status until {@link #end}, or until {@code q} is pressed. */
  public void show() throws IOException, InterruptedException {
    try {
      while (tick()) {
        if (news.tryAcquire(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
      board.closeWith(at(clock.instant()).with(""));
    } finally {
      board.close();
    }
  }

  /** Ends the view; may be called from any thread. */
  public void end() {
    isOver = true;
    news.release();
  }

  /** Reads what has changed, draws it, and answers keys; returns false at the end. */
  boolean tick() throws IOException {
    if (!clock.instant().isBefore(readAgainAt)) {
      read();
    }
    board.tick();
    return !isOver;
  }

  /** Reads the status; what cannot be read now, as in the middle of a checkout, may be later. */
  private void read() {
    long begun = System.nanoTime();
    try {
      picture = LiveViewReader.of(source.read(), clock.instant());
      trouble = "";
    } catch (IOException | RefusedException unreadable) {
      trouble = String.valueOf(unreadable.getMessage());
    }
    Duration share = Duration.ofNanos((System.nanoTime() - begun) * SHARE);
    readAgainAt = clock.instant().plus(share.compareTo(PAUSE) > 0 ? share : PAUSE);
    board.change();
  }

  private LiveViewState at(Instant now) {
    LiveViewState shown = picture.at(now, lastLine);
    return trouble.isEmpty() ? shown : shown.with("cannot be read at the moment: " + trouble);
  }
}
