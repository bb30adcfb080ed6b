package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the events of runs as lines of JSON. A thread of its own writes, each line at once, so
 * that a reader that is slow, blocked or gone does not hold up a run. If a line cannot be written,
 * this is said once, and no more lines are: what was written has no gap.
 *
 * <p>Safe for use by any number of threads.
 */
public final class EventStream implements RunListener, AutoCloseable {
  private static final int MOST_WAITING = 200_000; // lines
  private static final Duration PATIENCE = Duration.ofSeconds(10); // with a reader that is stuck
  private static final String END = "";

  private final Destination destination;
  private final Terminal terminal;
  private final RunListener lines;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong written = new AtomicLong();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final Thread thread = new Thread(this::write, "roundhouse-events");

  /** Where lines go. Used by one thread. */
  private interface Destination extends Closeable {
    /** Begins; may block, as a pipe without a reader does. */
    void open() throws IOException;

    void write(String line) throws IOException;

    /** Returns the name that people know it by. */
    String name();

    /** Tells whether the program must not wait for a reader who takes nothing. */
    boolean mayBeLeft();

    @Override
    void close() throws IOException;
  }

  private EventStream(Destination destination, Terminal terminal) {
    this.destination = destination;
    this.terminal = terminal;
    this.lines = RunListener.jsonLines(terminal.clock(), this::add);
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns a stream to the standard output of {@code terminal}. */
  public static EventStream toOutput(Terminal terminal) {
    return new EventStream(new Output(terminal), terminal);
  }

  /**
   * Returns a stream that is appended to {@code file}, which is made if it does not exist.
   *
   * @param terminal receives the message that lines cannot be written
   * @throws IOException if the file cannot be written
   */
  public static EventStream to(Path file, Terminal terminal) throws IOException {
    FileLines lines = new FileLines(file);
    if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
      lines.open(); // a pipe, which may block, is opened on the thread
    }
    return new EventStream(lines, terminal);
  }

  @Override
  public void on(RunEvent event) {
    lines.on(event);
  }

  private void add(String line) {
    if (!isOver.get() && !waiting.offer(line)) {
      giveUp("its reader is too slow");
    }
  }

  private void write() {
    try (destination) {
      destination.open();
      for (String line = waiting.take(); !line.equals(END); line = waiting.take()) {
        destination.write(line);
        written.incrementAndGet();
      }
    } catch (IOException failed) {
      giveUp(FileErrors.describe(failed));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(String why) {
    if (isOver.compareAndSet(false, true)) {
      terminal
          .err()
          .println(
              "roundhouse: events are no longer written to "
                  + terminal.safe(destination.name() + ", because " + why)
                  + "; "
                  + Plural.of(written.get(), "event")
                  + " had been; the run is not affected");
    }
  }

  /**
   * Waits until everything is written, or the reader has taken nothing for some time. The reader of
   * standard output is waited for until it closes it.
   */
  @Override
  public void close() {
    if (isOver.get() || !waiting.offer(END)) {
      return;
    }
    try {
      long before;
      do {
        before = written.get();
        thread.join(PATIENCE.toMillis());
      } while (thread.isAlive() && (written.get() > before || !destination.mayBeLeft()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      giveUp("its reader takes nothing");
    }
    isOver.set(true);
  }

  /** Standard output. */
  private record Output(Terminal terminal) implements Destination {
    @Override
    public void open() {}

    @Override
    public void write(String line) throws IOException {
      terminal.out().print(line + '\n');
      if (terminal.out().checkError()) {
        throw new IOException("it cannot be written");
      }
    }

    @Override
    public String name() {
      return "standard output";
    }

    @Override
    public boolean mayBeLeft() {
      return false;
    }

    @Override
    public void close() {}
  }

  /** A file, or a pipe that has a name. */
  private static final class FileLines implements Destination {
    private final Path file;
    private FileOutputStream to;

    @SuppressWarnings("NullAway.Init") // set by open
    FileLines(Path file) {
      this.file = file;
    }

    @Override
    public void open() throws IOException {
      if (to == null) {
        boolean isTorn = isTorn();
        to = new FileOutputStream(file.toFile(), true);
        if (isTorn) {
          to.write('\n'); // after the last line of a program that was killed
        }
      }
    }

    /** Tells whether the last line has no end. */
    private boolean isTorn() throws IOException {
      if (!Files.isRegularFile(file) || Files.size(file) == 0) {
        return false;
      }
      try (RandomAccessFile read = new RandomAccessFile(file.toFile(), "r")) {
        read.seek(read.length() - 1);
        return read.read() != '\n';
      } catch (FileNotFoundException unreadable) {
        return true; // an empty line does no harm
      }
    }

    @Override
    public void write(String line) throws IOException {
      to.write((line + '\n').getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public boolean mayBeLeft() {
      return true;
    }

    @Override
    public void close() throws IOException {
      if (to != null) {
        to.close();
      }
    }
  }
}
