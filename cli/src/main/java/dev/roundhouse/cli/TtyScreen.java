package dev.roundhouse.cli;

import dev.roundhouse.cli.terminal.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process as a screen. While it is held, what is typed is read key by key and
 * not shown; the cursor stays visible, there is one screen, and signals are sent as ever. A process
 * that is killed leaves that to a guard, which restores the terminal when this process is gone.
 *
 * <p>Safe for use by any number of threads.
 */
final class TtyScreen implements Screen {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final int GROUP = 2; // among the fields after the name
  private static final int TERMINAL = 4;
  private static final int FOREGROUND_GROUP = 5;
  private static final long STOPPED_WITHIN_MILLIS = 300;

  private final List<Output> outputs;
  private final AtomicReference<@Nullable Held> held = new AtomicReference<>();

  /**
   * A stream that may lead to the screen.
   *
   * @param stream the stream
   * @param writer the writer that prints to it
   */
  record Output(StandardStream stream, PrintWriter writer) {}

  /** Creates the screen to which {@code outputs} may lead. */
  TtyScreen(Output... outputs) {
    this.outputs = List.of(outputs).stream().filter(each -> each.stream().isScreen()).toList();
  }

  @Override
  public boolean shows(PrintWriter stream) {
    return outputs.stream().anyMatch(each -> each.writer().equals(stream));
  }

  @Override
  public Hold hold(Consumer<String> others, Runnable wake) {
    Held now = new Held(others, wake);
    held.set(now);
    return now;
  }

  /** Releases the screen, whoever holds it. */
  void release() {
    Held now = held.getAndSet(null);
    if (now != null) {
      now.close();
    }
  }

  /** The screen while it is held. */
  private final class Held implements Hold {
    private final StandardStream stream = outputs.get(0).stream();
    private final Stty stty = new Stty(stream.path());
    private final Runnable wake;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final AtomicBoolean isResized = new AtomicBoolean(true);
    private final AtomicBoolean isToStop = new AtomicBoolean();
    private final AtomicBoolean isResumed = new AtomicBoolean();
    private final Semaphore continued = new Semaphore(0);
    private final Thread hook = new Thread(this::end, "roundhouse-screen-end");
    private final Object winch;
    private final Object cont;
    private volatile Object tstp;
    private volatile Size size = USUAL;

    Held(Consumer<String> others, Runnable wake) {
      this.wake = wake;
      Runtime.getRuntime().addShutdownHook(hook);
      winch = on("WINCH", isResized);
      tstp = on("TSTP", isToStop);
      cont = Signals.register("CONT", this::resumed);
      outputs.forEach(each -> each.stream().divert(others));
    }

    private Object on(String signal, AtomicBoolean flag) {
      return Signals.register(
          signal,
          () -> {
            flag.set(true);
            wake.run();
          });
    }

    private void resumed() {
      stty.forget();
      isResized.set(true);
      isResumed.set(true);
      continued.release();
      wake.run();
    }

    @Override
    public Input poll() {
      boolean isForeground = isForeground();
      if (isForeground && !isClosed.get()) {
        stty.enter();
      }
      if (isResized.getAndSet(false)) {
        size = stty.size().orElse(USUAL);
      }
      String keys = isForeground ? stty.keys() : "";
      return new Input(
          size, keys, isForeground, isToStop.getAndSet(false), isResumed.getAndSet(false));
    }

    @Override
    public void write(String text) throws IOException {
      if (!isClosed.get()) {
        stream.writeDirectly(text.getBytes(StandardCharsets.UTF_8));
      }
    }

    @Override
    public void suspend() {
      stty.leave();
      continued.drainPermits();
      Signals.registerDefault("TSTP");
      try {
        new ProcessBuilder("kill", "-TSTP", Long.toString(ProcessHandle.current().pid()))
            .start()
            .waitFor();
        var unused = continued.tryAcquire(STOPPED_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (IOException noKill) {
        // it goes on
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      tstp = on("TSTP", isToStop);
    }

    private void end() {
      if (isClosed.compareAndSet(false, true)) {
        outputs.forEach(each -> each.stream().endDiversion());
        Signals.unregister("WINCH", winch);
        Signals.unregister("TSTP", tstp);
        Signals.unregister("CONT", cont);
        if (isForeground()) {
          stty.leave();
        }
        stty.close();
      }
    }

    @Override
    public void close() {
      end();
      held.compareAndSet(this, null);
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // the hook finds nothing to do
      }
    }
  }

  /**
   * Tells whether this process may read from the terminal and change it. Where that cannot be
   * known, it may.
   */
  private static boolean isForeground() {
    try {
      String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean hasTerminal = !fields[TERMINAL].equals("0");
      return !hasTerminal || fields[GROUP].equals(fields[FOREGROUND_GROUP]);
    } catch (IOException otherSystem) {
      return true;
    }
  }
}
