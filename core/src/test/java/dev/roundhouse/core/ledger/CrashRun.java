package dev.roundhouse.core.ledger;

import dev.roundhouse.core.testing.Change;
import dev.roundhouse.core.testing.QuietLogs;
import dev.roundhouse.core.testing.Stopper;
import dev.roundhouse.core.testing.WatchedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One life of a ledger, up to the point where it is stopped. */
final class CrashRun implements WatchedDisk.Watcher {
  /** How a halted child ends. */
  static final int HALTED = 77;

  private final List<Made> made = new ArrayList<>();
  private final List<String> news = new ArrayList<>();
  private String act = "";

  /** Lives the whole life in {@code directory}; nothing stops it. */
  static CrashRun whole(Path directory) throws IOException {
    CrashRun run = new CrashRun();
    run.live(directory, run, run.news::add);
    return run;
  }

  /** Lives it up to change {@code number}, and drops everything there, as a kill does. */
  static CrashRun until(int number, Stopper.When when, Path directory) throws IOException {
    CrashRun run = new CrashRun();
    Stopper.End end =
        () -> {
          throw new StoppedException();
        };
    try {
      run.live(directory, new Stopper(number, when, run, end), run.news::add);
    } catch (IOException stopped) {
      if (!causedByEnd(stopped)) {
        throw stopped;
      }
    }
    return run;
  }

  private static boolean causedByEnd(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof StoppedException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private void live(Path directory, WatchedDisk.Watcher watcher, Consumer<String> tell)
      throws IOException {
    try (LedgerLife life = new LedgerLife(directory, new WatchedDisk(watcher))) {
      for (LedgerLife.Act each : life.acts()) {
        act = each.name();
        tell.accept("step " + each.step());
        each.body().run();
        tell.accept("done " + each.step());
      }
    }
  }

  /** What it made known, one line each: which step began, and which was acknowledged. */
  List<String> news() {
    return news;
  }

  /** Every change made, in order. */
  List<Made> made() {
    return made;
  }

  @Override
  public void before(Change change) {}

  @Override
  public void after(Change change) {
    made.add(new Made(act, change));
  }

  /**
   * One change that was made.
   *
   * @param act during which act
   * @param change the change
   */
  record Made(String act, Change change) {}

  /** The end of a life. */
  private static final class StoppedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** A JVM that lives the life and is halted in it; it tells its news on standard output. */
  static final class Child {
    private Child() {}

    public static void main(String... args) throws IOException {
      QuietLogs.hush();
      Stopper.When when = Stopper.When.valueOf(args[2]);
      CrashRun run = new CrashRun();
      Stopper.End end = () -> Runtime.getRuntime().halt(HALTED);
      Stopper stopper = new Stopper(Integer.parseInt(args[1]), when, run, end);
      run.live(Path.of(args[0]), stopper, System.out::println);
    }
  }
}
