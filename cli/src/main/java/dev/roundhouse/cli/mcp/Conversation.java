package dev.roundhouse.cli.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The messages of one client: lines in, lines out. The library stops reading at the first line that
 * is not a message, and leaves questions that are open at the end of the input; this keeps such
 * lines from it, and knows when everything asked is answered. Safe for use by any number of
 * threads.
 */
final class Conversation {
  private static final int LONGEST_LINE = 8_000_000; // bytes
  private static final Duration PATIENCE = Duration.ofSeconds(60); // with open questions

  private final McpJsonMapper json;
  private final Consumer<String> complaint;
  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final Semaphore answered = new Semaphore(0);

  /**
   * Creates one.
   *
   * @param complaint receives what is wrong with a line, for people
   */
  Conversation(McpJsonMapper json, Consumer<String> complaint) {
    this.json = json;
    this.complaint = complaint;
  }

  /** Returns the messages that come from {@code source}, which a thread begins to read. */
  InputStream input(InputStream source) {
    Thread reader = new Thread(() -> read(source), "roundhouse-mcp-input");
    reader.setDaemon(true);
    reader.start();
    return new Messages();
  }

  /** The messages, one after the other; their end is announced by {@link #awaitEnd}. */
  private final class Messages extends InputStream {
    private InputStream line = InputStream.nullInputStream();

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = line.read(bytes, from, length);
      try {
        while (read < 0) {
          line = new ByteArrayInputStream(lines.take());
          read = line.read(bytes, from, length);
        }
        return read;
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
        return -1;
      }
    }
  }

  private void read(InputStream source) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] block = new byte[8192];
    try {
      for (int n = source.read(block); n >= 0; n = source.read(block)) {
        for (int i = 0; i < n; i++) {
          if (block[i] == '\n') {
            accept(line);
          } else if (line.size() <= LONGEST_LINE) {
            line.write(block[i]);
          }
        }
      }
      accept(line);
    } catch (IOException closed) {
      complaint.accept("standard input cannot be read: " + closed.getMessage());
    } finally {
      ended.countDown();
    }
  }

  private void accept(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    boolean isTooLong = line.size() > LONGEST_LINE;
    line.reset();
    if (text.isEmpty()) {
      return;
    }
    try {
      if (isTooLong) {
        throw new IOException("is too long");
      }
      if (McpSchema.deserializeJsonRpcMessage(json, text) instanceof McpSchema.JSONRPCRequest) {
        asked.incrementAndGet();
      }
      lines.add((text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException wrong) {
      complaint.accept("a line that is not a message of the protocol was ignored");
    }
  }

  /** Returns {@code target}, where each line is the answer to a question. */
  OutputStream output(OutputStream target) {
    return new FilterOutputStream(target) {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        for (int i = from; i < from + length; i++) {
          if (bytes[i] == '\n') {
            out.flush();
            answered.release();
          }
        }
      }
    };
  }

  /** Waits until the input has ended, and what was asked is answered, but not for ever. */
  void awaitEnd() throws InterruptedException {
    ended.await();
    if (!answered.tryAcquire(asked.get(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      complaint.accept("not all requests were answered before the end");
    }
  }
}
