package dev.roundhouse.orchestrator.internal.process;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.roundhouse.orchestrator.internal.redaction.Redaction;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Copies the output of a process tree from its pipe to its log, on its own thread, so that the tree
 * is never kept waiting for long; output that cannot be written is read all the same. Memory is
 * bounded. Safe for use by any number of threads.
 */
final class OutputPump {
  private static final Logger LOG = System.getLogger(OutputPump.class.getName());
  private static final int CHUNK = 1 << 16;
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final long MOST = Duration.ofSeconds(3).toNanos();

  private final ReadableByteChannel pipe;
  private final RotatingLog log;
  private final Redaction redaction;
  private final LineSplitter lines;
  private final Thread thread;
  private volatile long heardAt = System.nanoTime();
  private long lost; // bytes; the thread's own

  /**
   * Creates a pump from {@code pipe}; {@code lines} receives the output before secrets are removed.
   */
  OutputPump(
      ReadableByteChannel pipe,
      RotatingLog log,
      Map<String, String> environment,
      Consumer<? super String> lines) {
    this.pipe = pipe;
    this.log = log;
    this.redaction = new Redaction(this::write, environment);
    this.lines = new LineSplitter(lines);
    this.thread = new Thread(this::carry, "roundhouse-output");
    thread.setDaemon(true);
  }

  void start() {
    heardAt = System.nanoTime();
    thread.start();
  }

  /** Returns the time since the last output. */
  Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - heardAt);
  }

  /** Restarts the measurement of the time without output. */
  void restartClock() {
    heardAt = System.nanoTime();
  }

  /**
   * Waits until all output is in the log, and closes it. Must be called once the tree has ended; a
   * process outside the tree that holds the pipe open is waited for two seconds, or four if it
   * keeps printing.
   */
  void finish() throws IOException {
    long begun = System.nanoTime();
    long before;
    do {
      before = heardAt;
      Uninterruptibles.joinUninterruptibly(thread, DRAIN);
    } while (thread.isAlive() && heardAt != before && System.nanoTime() - begun < MOST);
    pipe.close(); // wakes the reader
    Uninterruptibles.joinUninterruptibly(thread, DRAIN);
    if (thread.isAlive()) {
      LOG.log(
          Level.WARNING,
          "a log is still being written, or a listener for lines is still busy;" + " continuing");
    }
  }

  private void carry() {
    byte[] bytes = new byte[CHUNK];
    try (pipe) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (pipe.read(buffer) >= 0) {
        heardAt = System.nanoTime();
        int length = buffer.position();
        lines.take(bytes, length);
        redaction.take(bytes, length);
        buffer.clear();
      }
    } catch (ClosedChannelException closed) {
      LOG.log(Level.DEBUG, "another process keeps the pipe of an ended process open", closed);
    } catch (IOException unreadable) {
      LOG.log(Level.WARNING, "the output of a process cannot be read", unreadable);
    } finally {
      close();
    }
  }

  /**
   * Writes to the log; bytes that cannot be written are counted, since a full disk must not keep
   * the process waiting.
   */
  private void write(byte[] bytes, int from, int length) {
    try {
      log.write(bytes, from, length);
    } catch (IOException unwritable) {
      if (lost == 0) {
        LOG.log(Level.WARNING, "the output of a process cannot be written to its log", unwritable);
      }
      lost += length;
    }
  }

  private void close() {
    lines.finish();
    redaction.finish();
    try (log) {
      if (lost > 0) {
        byte[] note =
            ("\n[roundhouse: " + lost + " bytes of this output could not be written]\n")
                .getBytes(StandardCharsets.UTF_8);
        log.write(note, 0, note.length);
      }
    } catch (IOException unwritable) {
      LOG.log(Level.WARNING, "the log of a process cannot be closed", unwritable);
    }
  }
}
