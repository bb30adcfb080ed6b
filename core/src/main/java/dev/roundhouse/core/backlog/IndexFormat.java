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
 * The bytes of a {@link FileIndex}: a word and a version, the build that wrote it, the entries, and
 * a CRC-32C of all before it. Stateless.
 */
final class IndexFormat {
  private static final int MAGIC = 0x52484958;
  private static final int VERSION = 3;

  private IndexFormat() {}

  static byte[] encode(Map<String, IndexEntry> entries, String build) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      IndexWords.write(out, build);
      out.writeInt(entries.size());
      for (Map.Entry<String, IndexEntry> each : new TreeMap<>(entries).entrySet()) {
        IndexWords.write(out, each.getKey());
        write(out, each.getValue());
      }
      out.flush();
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    }
    return bytes.toByteArray();
  }

  /**
   * The entries in {@code bytes}.
   *
   * @throws IOException if they are damaged, of another version or of another build
   */
  static Map<String, IndexEntry> decode(byte[] bytes, String build) throws IOException {
    int end = bytes.length - Integer.BYTES;
    if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw new IOException("it is damaged");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
    if (in.readInt() != MAGIC || in.readInt() != VERSION || !IndexWords.read(in).equals(build)) {
      throw new IOException("another version wrote it");
    }
    try {
      int count = in.readInt();
      Map<String, IndexEntry> entries = new HashMap<>();
      for (int i = 0; i < count; i++) {
        String path = IndexWords.read(in);
        entries.put(path, read(in, path));
      }
      return entries;
    } catch (IllegalArgumentException impossible) {
      throw new IOException("it holds what cannot be", impossible);
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
    IndexWords.write(out, entry.fileKey());
    out.writeInt(entry.checksum());
    out.writeInt(entry.bodyAt());
    ParsedFile parsed = entry.parsed();
    out.writeBoolean(parsed.issue().isPresent());
    if (parsed.issue().isPresent()) {
      write(out, parsed.issue().get());
    }
    IndexWords.writeLines(out, parsed.blocks());
    IndexWords.writeLines(out, parsed.blockedByLines());
    out.writeInt(parsed.findings().size());
    for (Finding each : parsed.findings()) {
      write(out, each);
    }
  }

  private static IndexEntry read(DataInputStream in, String path) throws IOException {
    long size = in.readLong();
    long modified = in.readLong();
    String fileKey = IndexWords.read(in);
    int checksum = in.readInt();
    int bodyAt = in.readInt();
    Optional<Issue> issue = in.readBoolean() ? Optional.of(issue(in, path)) : Optional.empty();
    Map<IssueId, Integer> blocks = IndexWords.readLines(in);
    Map<IssueId, Integer> blockedBy = IndexWords.readLines(in);
    Finding[] findings = new Finding[IndexWords.count(in)];
    for (int i = 0; i < findings.length; i++) {
      findings[i] = finding(in);
    }
    ParsedFile parsed = new ParsedFile(issue, blocks, blockedBy, List.of(findings));
    return new IndexEntry(size, modified, fileKey, checksum, bodyAt, parsed);
  }

  private static void write(DataOutputStream out, Issue issue) throws IOException {
    IndexWords.write(out, issue.id().value());
    IndexWords.write(out, issue.title());
    IndexWords.write(out, issue.type().name());
    out.writeByte(issue.priority().level());
    IndexWords.write(out, issue.status().name());
    IndexWords.writeAll(out, issue.labels());
    IndexWords.writeAll(out, words(issue.blockedBy()));
    IndexWords.writeAll(out, words(issue.dependsOn()));
    IndexWords.write(out, issue.parent().map(IssueId::value).orElse(""));
    IndexWords.write(out, issue.createdAt().map(Instant::toString).orElse(""));
    out.writeLong(issue.effort().map(Duration::toSeconds).orElse(0L));
    IndexWords.writeAll(out, issue.touches());
  }

  private static Issue issue(DataInputStream in, String path) throws IOException {
    return new Issue(
        new IssueId(IndexWords.read(in)),
        IndexWords.read(in),
        new IssueType(IndexWords.read(in)),
        new Priority(in.readByte()),
        IssueStatus.valueOf(IndexWords.read(in)),
        Set.copyOf(IndexWords.readAll(in)),
        Set.copyOf(IndexWords.ids(in)),
        Set.copyOf(IndexWords.ids(in)),
        IssueId.parse(IndexWords.read(in)),
        Optional.of(IndexWords.read(in)).filter(text -> !text.isEmpty()).map(Instant::parse),
        path,
        "",
        Optional.of(in.readLong()).filter(seconds -> seconds > 0).map(Duration::ofSeconds),
        Set.copyOf(IndexWords.readAll(in)));
  }

  private static void write(DataOutputStream out, Finding each) throws IOException {
    IndexWords.write(out, each.severity().name());
    IndexWords.write(out, each.path());
    out.writeInt(each.line());
    IndexWords.write(out, each.message());
    IndexWords.write(out, each.hint());
    IndexWords.writeAll(out, words(each.issues()));
    out.writeBoolean(each.ambiguous());
  }

  private static Finding finding(DataInputStream in) throws IOException {
    return new Finding(
        Severity.valueOf(IndexWords.read(in)),
        IndexWords.read(in),
        in.readInt(),
        IndexWords.read(in),
        IndexWords.read(in),
        Set.copyOf(IndexWords.ids(in)),
        in.readBoolean());
  }

  private static Collection<String> words(Collection<IssueId> ids) {
    return ids.stream().map(IssueId::value).toList();
  }
}
