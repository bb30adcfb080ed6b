package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.Terminal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints a log as it grows. A log that was restarted because the old one was full is printed from
 * its beginning. For one thread.
 */
final class LogFollower {
  private static final int MOST_AT_ONCE = 1 << 16;

  private final Path log;
  private final LogOutput output;
  private final Terminal terminal;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer bytes = ByteBuffer.allocate(MOST_AT_ONCE);
  private final CharBuffer text = CharBuffer.allocate(MOST_AT_ONCE);
  private long position;

  LogFollower(Path log, LogOutput output, Terminal terminal) {
    this.log = log;
    this.output = output;
    this.terminal = terminal;
  }

  /** Prints what has been added since the last call. */
  void printNew() throws IOException {
    if (!Files.exists(log)) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      if (file.length() < position) {
        position = 0;
        bytes.clear();
        decoder.reset();
      }
      file.seek(position);
      while (read(file) > 0) {
        bytes.flip();
        decoder.decode(bytes, text, false); // an incomplete character waits for its remaining bytes
        bytes.compact();
        output.print(text.flip().toString());
        text.clear();
      }
      terminal.out().flush();
    }
  }

  private int read(RandomAccessFile file) throws IOException {
    int read = file.read(bytes.array(), bytes.position(), bytes.remaining());
    if (read > 0) {
      position += read;
      bytes.position(bytes.position() + read);
    }
    return read;
  }
}
