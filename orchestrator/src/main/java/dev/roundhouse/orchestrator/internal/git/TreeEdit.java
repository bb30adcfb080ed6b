package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree that differs from another in a few files, touching only the directories on the
 * paths to them. Names are bytes, stored as Latin-1. For one thread.
 */
final class TreeEdit {
  private final Repository jgit;

  TreeEdit(Repository jgit) {
    this.jgit = jgit;
  }

  ObjectId apply(ObjectId tree, Map<String, Optional<byte[]>> changes) throws IOException {
    Map<String, Optional<byte[]>> byBytes = new HashMap<>();
    changes.forEach((path, content) -> byBytes.put(latin(path), content));
    try (ObjectInserter inserter = jgit.newObjectInserter();
        ObjectReader reader = jgit.newObjectReader()) {
      ObjectId changed = apply(tree, byBytes, inserter, reader);
      inserter.flush();
      return changed;
    }
  }

  private static String latin(String path) {
    return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private ObjectId apply(
      @Nullable ObjectId tree,
      Map<String, Optional<byte[]>> changes,
      ObjectInserter inserter,
      ObjectReader reader)
      throws IOException {
    Map<String, Entry> entries = entries(tree, reader);
    Map<String, Map<String, Optional<byte[]>>> below = new HashMap<>();
    for (Map.Entry<String, Optional<byte[]>> change : changes.entrySet()) {
      int cut = change.getKey().indexOf('/');
      if (cut >= 0) {
        below
            .computeIfAbsent(change.getKey().substring(0, cut), name -> new HashMap<>())
            .put(change.getKey().substring(cut + 1), change.getValue());
      } else {
        file(entries, change.getKey(), change.getValue(), inserter);
      }
    }
    for (Map.Entry<String, Map<String, Optional<byte[]>>> each : below.entrySet()) {
      directory(entries, each.getKey(), each.getValue(), inserter, reader);
    }
    return inserter.insert(format(entries));
  }

  private static Map<String, Entry> entries(@Nullable ObjectId tree, ObjectReader reader)
      throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    if (tree != null) {
      CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
      for (; !parser.eof(); parser.next()) {
        byte[] name = new byte[parser.getNameLength()];
        parser.getName(name, 0);
        Entry entry =
            new Entry(
                new String(name, StandardCharsets.ISO_8859_1),
                parser.getEntryFileMode(),
                parser.getEntryObjectId());
        entries.put(entry.order(), entry);
      }
    }
    return entries;
  }

  private static void file(
      Map<String, Entry> entries, String name, Optional<byte[]> content, ObjectInserter inserter)
      throws IOException {
    Entry old = entries.get(name);
    if (content.isEmpty()) {
      entries.remove(name);
      return;
    }
    FileMode mode =
        old != null && FileMode.EXECUTABLE_FILE.equals(old.mode())
            ? FileMode.EXECUTABLE_FILE
            : FileMode.REGULAR_FILE;
    entries.put(name, new Entry(name, mode, inserter.insert(Constants.OBJ_BLOB, content.get())));
  }

  private void directory(
      Map<String, Entry> entries,
      String name,
      Map<String, Optional<byte[]>> changes,
      ObjectInserter inserter,
      ObjectReader reader)
      throws IOException {
    Entry old = entries.get(name + "/");
    ObjectId changed = apply(old == null ? null : old.id(), changes, inserter, reader);
    Entry entry = new Entry(name, FileMode.TREE, changed);
    if (changed.equals(Constants.EMPTY_TREE_ID)) {
      entries.remove(entry.order());
    } else {
      entries.put(entry.order(), entry);
    }
  }

  private static TreeFormatter format(Map<String, Entry> entries) {
    TreeFormatter formatter = new TreeFormatter();
    entries
        .values()
        .forEach(
            each ->
                formatter.append(
                    each.name().getBytes(StandardCharsets.ISO_8859_1), each.mode(), each.id()));
    return formatter;
  }

  /** One entry of a tree; git sorts directories as if their names ended in a slash. */
  private record Entry(String name, FileMode mode, ObjectId id) {
    String order() {
      return FileMode.TREE.equals(mode) ? name + "/" : name;
    }
  }
}
