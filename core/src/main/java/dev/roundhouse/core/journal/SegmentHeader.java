package dev.roundhouse.core.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first record of a file of the journal, which states the version of the format and the file's
 * place in the journal. Files of version 1, of which a journal had only one, have no header.
 *
 * @param version of the format
 * @param segment the file's number, 1 for the first
 * @param base the position at which the file begins
 * @param after the seal of the record before it, empty for the first
 */
record SegmentHeader(int version, int segment, long base, String after) {
  /**
   * The version this program writes; a journal of a higher version is refused and left untouched.
   */
  static final int VERSION = 2;

  private static final Pattern SHAPE =
      Pattern.compile(
          "\\{\"journal\":\"roundhouse\",\"v\":([0-9]{1,8})"
              + "(?:,\"segment\":([0-9]{1,8}),\"base\":([0-9]{1,18}),\"after\":\"([^\"]*)\")?.*\\}");

  static SegmentHeader of(int segment, long base, String after) {
    return new SegmentHeader(VERSION, segment, base, after);
  }

  byte[] encode() {
    String where = ",\"segment\":" + segment + ",\"base\":" + base;
    String text =
        "{\"journal\":\"roundhouse\",\"v\":" + version + where + ",\"after\":\"" + after + "\"}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Decodes the header in {@code payload}; empty if that is another record.
   *
   * @throws IOException if a newer version wrote it
   */
  static Optional<SegmentHeader> decode(byte[] payload, Path file) throws IOException {
    Matcher found = SHAPE.matcher(new String(payload, StandardCharsets.UTF_8));
    if (!found.matches()) {
      return Optional.empty();
    }
    int version = Integer.parseInt(found.group(1));
    if (version > VERSION || found.group(2) == null) {
      throw new IOException(
          file + " was written by a newer Roundhouse (format " + version + "); use that version");
    }
    return Optional.of(
        new SegmentHeader(
            version,
            Integer.parseInt(found.group(2)),
            Long.parseLong(found.group(3)),
            found.group(4)));
  }
}
