package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Renames files of a journal that are named in the digits of another script, such as {@code
 * ٠٠٠٠٠٠٠٢.jsonl}. The first versions wrote such names if the JVM's language was Arabic or Persian,
 * and could not find them again; a journal that skipped such a file would continue as a second
 * journal beside it.
 */
final class SegmentNameRepair {
  private static final Pattern DIGITS = Pattern.compile("\\p{Nd}{8}\\.jsonl");

  private SegmentNameRepair() {}

  /**
   * Gives each file its proper name, durably; only under the lock.
   *
   * @throws IOException if a file of that name also exists, or renaming failed
   */
  static void repair(Path directory, Disk disk) throws IOException {
    NavigableMap<Integer, Path> found = find(directory);
    for (Path each : found.values()) {
      refuseSecond(each, proper(each));
    }
    for (Path each : found.values()) {
      disk.rename(each, proper(each));
      disk.force(directory);
    }
  }

  /**
   * Checks that there is no such file.
   *
   * @throws IOException if there is one; the message says what to do
   */
  static void refuse(Path directory) throws IOException {
    for (Path each : find(directory).values()) {
      Path proper = proper(each);
      refuseSecond(each, proper);
      throw new IOException(
          each
              + " belongs to the journal, under a name in the digits of another script, which an"
              + " earlier version gave it; rename it to "
              + proper.getFileName()
              + ", or start a run, which does");
    }
  }

  private static void refuseSecond(Path foreign, Path proper) throws IOException {
    if (Files.exists(proper)) {
      throw new IOException(
          foreign
              + " is a second file "
              + number(foreign)
              + " of the journal, named in the digits of another script, beside "
              + proper.getFileName()
              + "; an earlier version wrote both. Keep copies of both, move the one with fewer"
              + " records out of this directory, and run again");
    }
  }

  private static NavigableMap<Integer, Path> find(Path directory) throws IOException {
    NavigableMap<Integer, Path> found = new TreeMap<>();
    for (Path each : Directories.entries(directory)) {
      String name = each.getFileName().toString();
      if (DIGITS.matcher(name).matches() && !proper(each).equals(each)) {
        found.put(number(each), each);
      }
    }
    return found;
  }

  private static Path proper(Path file) {
    return Segment.path(file.resolveSibling("."), number(file)).normalize();
  }

  private static int number(Path file) {
    return file.getFileName()
        .toString()
        .codePoints()
        .filter(Character::isDigit)
        .reduce(0, (number, digit) -> number * 10 + Character.digit(digit, 10));
  }
}
