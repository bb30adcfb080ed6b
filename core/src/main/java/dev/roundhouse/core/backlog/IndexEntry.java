package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * The attributes of one file when it was parsed, and the result except for the issue's text, which
 * is read again each time. Immutable.
 *
 * @param size its length in bytes
 * @param modified its modification time, in nanoseconds since 1970
 * @param fileKey its device and inode
 * @param checksum the CRC-32C of its content
 * @param bodyAt the position at which the issue's text begins
 * @param parsed the result of parsing, without the text
 */
record IndexEntry(
    long size, long modified, String fileKey, int checksum, int bodyAt, ParsedIssueFile parsed) {
  private static final Duration RACY = Duration.ofSeconds(2);

  /**
   * Returns the entry of a file with {@code content} and with {@code attributes} taken before it
   * was read.
   */
  static IndexEntry of(byte[] content, BasicFileAttributes attributes, ParsedIssueFile parsed) {
    return new IndexEntry(
        attributes.size(),
        modified(attributes),
        String.valueOf(attributes.fileKey()),
        checksum(content),
        FrontMatterText.of(content).length(),
        new ParsedIssueFile(
            parsed.issue().map(issue -> withBody(issue, "")),
            parsed.blocks(),
            parsed.blockedByLines(),
            parsed.unread(),
            parsed.findings()));
  }

  /**
   * Tells whether a file with these {@code attributes} and {@code content} is the one that was
   * parsed: same length, time, inode and checksum.
   */
  boolean isOf(byte[] content, BasicFileAttributes attributes) {
    return attributes.size() == size
        && content.length == size
        && modified(attributes) == modified
        && attributes.fileKey() != null
        && attributes.fileKey().toString().equals(fileKey)
        && checksum(content) == checksum;
  }

  /** Returns the result of parsing the file, with its text taken from {@code content}. */
  ParsedIssueFile with(byte[] content) {
    String body = new String(content, bodyAt, content.length - bodyAt, StandardCharsets.UTF_8);
    return new ParsedIssueFile(
        parsed.issue().map(issue -> withBody(issue, body)),
        parsed.blocks(),
        parsed.blockedByLines(),
        parsed.unread(),
        parsed.findings());
  }

  /**
   * Tells whether a file was modified so shortly before {@code now} that it may change unnoticed.
   */
  static boolean isRacy(BasicFileAttributes attributes, Instant now) {
    return attributes.fileKey() == null
        || attributes.lastModifiedTime().toInstant().isAfter(now.minus(RACY));
  }

  private static Issue withBody(Issue issue, String body) {
    return issue.toBuilder().body(body).build();
  }

  private static long modified(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }
}
