package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.Finding.Severity;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The binary format of a {@link FileIndex}: a magic word and a version, the build that wrote it,
 * the entries, and a CRC-32C of everything before. Stateless.
 */
final class IndexFormat {
  private static final int MAGIC = 0x52484958;
  private static final int VERSION = 5;

  private IndexFormat() {}

  static byte[] encode(Map<String, IndexEntry> entries, String build) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      IndexStrings.write(out, build);
      out.writeInt(entries.size());
      for (Map.Entry<String, IndexEntry> each : new TreeMap<>(entries).entrySet()) {
        IndexStrings.write(out, each.getKey());
        write(out, each.getValue());
      }
      out.flush();
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the entries in {@code bytes}.
   *
   * @throws IOException if they are damaged, of another version or of another build
   */
  static Map<String, IndexEntry> decode(byte[] bytes, String build) throws IOException {
    int end = bytes.length - Integer.BYTES;
    if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw new IOException("it is damaged");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
    if (in.readInt() != MAGIC || in.readInt() != VERSION || !IndexStrings.read(in).equals(build)) {
      throw new IOException("another version wrote it");
    }
    try {
      int count = in.readInt();
      Map<String, IndexEntry> entries = new HashMap<>();
      for (int i = 0; i < count; i++) {
        String path = IndexStrings.read(in);
        entries.put(path, read(in, path));
      }
      return entries;
    } catch (IllegalArgumentException impossible) {
      throw new IOException("it holds invalid values", impossible);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void write(DataOutputStream out, IndexEntry entry) throws IOException {
    out.writeLong(entry.size());
    out.writeLong(entry.modified());
    IndexStrings.write(out, entry.fileKey());
    out.writeInt(entry.checksum());
    out.writeInt(entry.bodyAt());
    ParsedIssueFile parsed = entry.parsed();
    out.writeBoolean(parsed.issue().isPresent());
    if (parsed.issue().isPresent()) {
      write(out, parsed.issue().get());
    }
    IndexStrings.writeLines(out, parsed.blocks());
    IndexStrings.writeLines(out, parsed.blockedByLines());
    out.writeInt(parsed.unread().size());
    for (UnreadField each : parsed.unread()) {
      IndexStrings.write(out, each.kind());
      out.writeInt(each.line());
      IndexStrings.write(out, each.text());
    }
    out.writeInt(parsed.findings().size());
    for (Finding each : parsed.findings()) {
      write(out, each);
    }
  }

  private static IndexEntry read(DataInputStream in, String path) throws IOException {
    long size = in.readLong();
    long modified = in.readLong();
    String fileKey = IndexStrings.read(in);
    int checksum = in.readInt();
    int bodyAt = in.readInt();
    Optional<Issue> issue = in.readBoolean() ? Optional.of(issue(in, path)) : Optional.empty();
    Map<IssueId, Integer> blocks = IndexStrings.readLines(in);
    Map<IssueId, Integer> blockedBy = IndexStrings.readLines(in);
    UnreadField[] unread = new UnreadField[IndexStrings.count(in)];
    for (int i = 0; i < unread.length; i++) {
      unread[i] = new UnreadField(IndexStrings.read(in), in.readInt(), IndexStrings.read(in));
    }
    Finding[] findings = new Finding[IndexStrings.count(in)];
    for (int i = 0; i < findings.length; i++) {
      findings[i] = finding(in);
    }
    ParsedIssueFile parsed =
        new ParsedIssueFile(issue, blocks, blockedBy, List.of(unread), List.of(findings));
    return new IndexEntry(size, modified, fileKey, checksum, bodyAt, parsed);
  }

  private static void write(DataOutputStream out, Issue issue) throws IOException {
    IndexStrings.write(out, issue.id().value());
    IndexStrings.write(out, issue.title());
    IndexStrings.write(out, issue.type().name());
    out.writeByte(issue.priority().level());
    IndexStrings.write(out, issue.status().name());
    IndexStrings.writeAll(out, issue.labels());
    IndexStrings.writeAll(out, words(issue.blockedBy()));
    IndexStrings.writeAll(out, words(issue.blocks()));
    IndexStrings.writeAll(out, words(issue.dependsOn()));
    IndexStrings.write(out, issue.parent().map(IssueId::value).orElse(""));
    IndexStrings.write(out, issue.createdAt().map(Instant::toString).orElse(""));
    out.writeLong(issue.effort().map(Duration::toSeconds).orElse(0L));
    IndexStrings.writeAll(out, issue.touches());
    IndexStrings.writeWords(out, issue.extra());
  }

  private static Issue issue(DataInputStream in, String path) throws IOException {
    return Issue.builder(new IssueId(IndexStrings.read(in)))
        .title(IndexStrings.read(in))
        .type(new IssueType(IndexStrings.read(in)))
        .priority(new Priority(in.readByte()))
        .status(IssueStatus.valueOf(IndexStrings.read(in)))
        .labels(Set.copyOf(IndexStrings.readAll(in)))
        .blockedBy(Set.copyOf(IndexStrings.ids(in)))
        .blocks(Set.copyOf(IndexStrings.ids(in)))
        .dependsOn(Set.copyOf(IndexStrings.ids(in)))
        .parent(IssueId.parse(IndexStrings.read(in)))
        .createdAt(
            Optional.of(IndexStrings.read(in)).filter(text -> !text.isEmpty()).map(Instant::parse))
        .file(path)
        .effort(Optional.of(in.readLong()).filter(seconds -> seconds > 0).map(Duration::ofSeconds))
        .touches(Set.copyOf(IndexStrings.readAll(in)))
        .extra(IndexStrings.readWords(in))
        .build();
  }

  private static void write(DataOutputStream out, Finding each) throws IOException {
    IndexStrings.write(out, each.severity().name());
    IndexStrings.write(out, each.locator());
    out.writeInt(each.line());
    IndexStrings.write(out, each.message());
    IndexStrings.write(out, each.hint());
    IndexStrings.writeAll(out, words(each.issues()));
    out.writeBoolean(each.ambiguous());
  }

  private static Finding finding(DataInputStream in) throws IOException {
    return new Finding(
        Severity.valueOf(IndexStrings.read(in)),
        IndexStrings.read(in),
        in.readInt(),
        IndexStrings.read(in),
        IndexStrings.read(in),
        Set.copyOf(IndexStrings.ids(in)),
        in.readBoolean());
  }

  private static Collection<String> words(Collection<IssueId> ids) {
    return ids.stream().map(IssueId::value).toList();
  }
}
