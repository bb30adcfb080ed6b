package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records that still check out in the files of a journal, damaged or not, and the places that
 * do not. Reading takes no lock and changes nothing; {@link #begin} and {@link #dropOld} are only
 * for the holder of the journal's turn. For one thread.
 */
public final class JournalSalvage {
  private final Path directory;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Damage> damages = new ArrayList<>();
  private int lastFile;
  private long end;
  private long sequence;

  private JournalSalvage(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads all files of the journal in {@code directory}.
   *
   * @throws IOException if they cannot be read, or a newer version wrote them
   */
  public static JournalSalvage of(Path directory) throws IOException {
    JournalSalvage salvage = new JournalSalvage(directory);
    if (Files.isDirectory(directory)) {
      SegmentNameRepair.refuse(directory);
      for (Map.Entry<Integer, Path> each : Segments.numbers(directory).entrySet()) {
        salvage.read(each.getKey(), each.getValue());
      }
    }
    return salvage;
  }

  private void read(int number, Path file) throws IOException {
    if (lastFile > 0 && number != lastFile + 1) {
      damaged(end, Segment.path(directory, lastFile + 1) + ":1: the file is missing");
    }
    byte[] bytes = Files.readAllBytes(file);
    long base = base(bytes, file);
    lastFile = number;
    int start = 0;
    int line = 1;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        take(JournalLine.decode(bytes, start, i), base + start, base + i + 1, file + ":" + line);
        start = i + 1;
        line++;
      }
    }
    if (start < bytes.length) {
      damaged(base + start, file + ":" + line + ": the last line is incomplete");
    }
    end = Math.max(end, base + bytes.length);
  }

  /**
   * Returns the position at which the file begins: the one in its header, or else the end of the
   * file before it.
   */
  private long base(byte[] bytes, Path file) throws IOException {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        Optional<JournalLine> first = JournalLine.decode(bytes, 0, i);
        return first.isPresent()
            ? SegmentHeader.decode(first.get().payload(), file).map(SegmentHeader::base).orElse(end)
            : end;
      }
    }
    return end;
  }

  private void take(Optional<JournalLine> line, long from, long to, String where)
      throws IOException {
    if (line.isEmpty() || line.get().sequence() <= sequence) {
      damaged(from, where + ": the line's checksum is wrong");
      return;
    }
    if (line.get().sequence() != sequence + 1 && sequence > 0) {
      damaged(from, where + ": records before this line are missing");
    }
    sequence = line.get().sequence();
    boolean header = SegmentHeader.decode(line.get().payload(), directory).isPresent();
    byte[] payload = header ? new byte[0] : line.get().payload();
    pieces.add(new Piece(to, line.get().seal(), payload));
  }

  private void damaged(long position, String what) {
    damages.add(new Damage(position, what));
  }

  /** Returns the pieces that check out, in order. */
  public List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  /** Returns the places before {@code position} that do not check out, each with file and line. */
  public List<String> damages(long position) {
    return damages.stream().filter(each -> each.at() < position).map(Damage::what).toList();
  }

  /**
   * Starts a new file after all existing ones.
   *
   * @return the piece for its beginning
   * @throws IOException if the file could not be created
   */
  public Piece begin(Disk disk, Journal.Turn turn) throws IOException {
    Segment.create(directory, lastFile + 1, end, sequence + 1, "repaired", disk);
    try (Segment made = Segment.open(directory, lastFile + 1, disk)) {
      JournalLine header = made.lineBefore(made.end()).orElseThrow();
      return new Piece(made.end(), header.seal(), new byte[0]);
    }
  }

  /**
   * Deletes all files that existed before {@link #begin}.
   *
   * @throws IOException if one could not be deleted
   */
  public void dropOld(Disk disk, Journal.Turn turn) throws IOException {
    for (Map.Entry<Integer, Path> each : Segments.numbers(directory).entrySet()) {
      if (each.getKey() <= lastFile) {
        disk.delete(each.getValue());
      }
    }
    disk.force(directory);
  }

  /**
   * One record that checks out.
   *
   * @param end the position after it
   * @param seal the text that distinguishes it from any other
   * @param payload its bytes; none for the beginning of a file
   */
  public record Piece(long end, String seal, byte[] payload) {}

  /** A place that does not check out. */
  private record Damage(long at, String what) {}
}
