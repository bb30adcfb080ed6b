package dev.roundhouse.core.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lines of a part of one journal file, and distinguishes a torn tail, which a crash may
 * leave, from damage, which a crash cannot cause.
 */
final class SegmentScan {
  private final List<byte[]> payloads = new ArrayList<>();
  private final Segment segment;
  private final byte[] bytes;
  private final long from;
  private long sequence;
  private int good;
  private long forced;

  private SegmentScan(Segment segment, byte[] bytes, long from, long sequence) {
    this.segment = segment;
    this.bytes = bytes;
    this.from = from;
    this.sequence = sequence;
  }

  /**
   * Scans from the position {@code from} on, about {@code most} bytes, or everything if not even
   * one line fits or something is wrong.
   *
   * @param sequence the number the first line must have
   * @throws JournalDamagedException if something is wrong that no crash can have caused
   */
  static SegmentScan of(Segment segment, long from, long sequence, long most) throws IOException {
    SegmentScan part = scan(segment, from, sequence, most);
    if (part.bytes.length < most || (part.good > 0 && part.lineEnd(part.good) < 0)) {
      part.checkRest();
      return part;
    }
    SegmentScan whole = scan(segment, from, sequence, Integer.MAX_VALUE);
    whole.checkRest();
    return whole;
  }

  private static SegmentScan scan(Segment segment, long from, long sequence, long most)
      throws IOException {
    byte[] bytes = segment.file().read(from - segment.base(), most);
    SegmentScan scan = new SegmentScan(segment, bytes, from, sequence);
    scan.readLines();
    return scan;
  }

  private void readLines() throws IOException {
    for (int end = lineEnd(good); end >= 0; end = lineEnd(good)) {
      Optional<JournalLine> line = JournalLine.decode(bytes, good, end);
      if (line.isEmpty() || line.get().sequence() != sequence) {
        return;
      }
      if (!isHeader(line.get())) {
        payloads.add(line.get().payload());
      }
      forced = Math.max(forced, line.get().forced());
      sequence++;
      good = end + 1;
    }
  }

  private boolean isHeader(JournalLine line) throws IOException {
    return from + good == segment.base()
        && SegmentHeader.decode(line.payload(), segment.file().path()).isPresent();
  }

  private void checkRest() throws JournalDamagedException {
    if (end() < Math.max(forced, forcedBehind())) {
      throw damaged("a durable record has a wrong checksum here");
    }
  }

  JournalDamagedException damaged(String reason) {
    return new JournalDamagedException(segment.file().path(), lineNumber(), reason);
  }

  /** Returns the line's number as an editor counts; computed only when something is wrong. */
  private long lineNumber() {
    try {
      byte[] before = segment.file().read(0, end() - segment.base());
      long line = 1;
      for (byte each : before) {
        line += each == '\n' ? 1 : 0;
      }
      return line;
    } catch (IOException unreadable) {
      return sequence;
    }
  }

  /** Returns the highest durable position stated by any later line that checks out. */
  private long forcedBehind() {
    long highest = 0;
    int start = good;
    for (int end = lineEnd(start); end >= 0; end = lineEnd(start)) {
      highest =
          Math.max(
              highest, JournalLine.decode(bytes, start, end).map(JournalLine::forced).orElse(0L));
      start = end + 1;
    }
    return highest;
  }

  private int lineEnd(int start) {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  List<byte[]> payloads() {
    return payloads;
  }

  /** Returns the position after the last good line. */
  long end() {
    return from + good;
  }

  /** Returns the number the next line will have. */
  long nextSequence() {
    return sequence;
  }

  /** Returns the highest position that one of these lines states as durable. */
  long forced() {
    return forced;
  }

  /** Returns the bytes after the last good line: a torn tail. */
  byte[] tail() {
    return Arrays.copyOfRange(bytes, good, bytes.length);
  }
}
