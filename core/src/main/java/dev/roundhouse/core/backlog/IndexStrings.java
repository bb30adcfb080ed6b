package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes words, and lists and tables of words, in the format of an index: lengths first.
 * Stateless.
 */
final class IndexStrings {
  private IndexStrings() {}

  static void write(DataOutputStream out, String word) throws IOException {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[count(in)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads a length, and refuses one that exceeds the bytes that remain. */
  static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IOException("it is truncated");
    }
    return count;
  }

  static void writeAll(DataOutputStream out, Collection<String> words) throws IOException {
    out.writeInt(words.size());
    for (String each : words) {
      write(out, each);
    }
  }

  static List<String> readAll(DataInputStream in) throws IOException {
    int count = count(in);
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      words.add(read(in));
    }
    return words;
  }

  static List<IssueId> ids(DataInputStream in) throws IOException {
    return readAll(in).stream().map(IssueId::new).toList();
  }

  static void writeWords(DataOutputStream out, Map<String, String> words) throws IOException {
    out.writeInt(words.size());
    for (Map.Entry<String, String> each : words.entrySet()) {
      write(out, each.getKey());
      write(out, each.getValue());
    }
  }

  static Map<String, String> readWords(DataInputStream in) throws IOException {
    int count = count(in);
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = read(in);
      words.put(key, read(in));
    }
    return words;
  }

  static void writeLines(DataOutputStream out, Map<IssueId, Integer> lines) throws IOException {
    out.writeInt(lines.size());
    for (Map.Entry<IssueId, Integer> each : lines.entrySet()) {
      write(out, each.getKey().value());
      out.writeInt(each.getValue());
    }
  }

  static Map<IssueId, Integer> readLines(DataInputStream in) throws IOException {
    int count = count(in);
    Map<IssueId, Integer> lines = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      IssueId id = new IssueId(read(in));
      lines.put(id, in.readInt());
    }
    return lines;
  }
}
