package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/** A directory as merged, not written yet. For one thread. */
final class MergedDirectory {
  private final Map<String, TreeEntry> kept = new TreeMap<>();
  private final Map<String, MergedDirectory> below = new TreeMap<>();

  /** Adds an entry that one side has; null adds nothing. */
  void add(@Nullable TreeEntry entry) {
    if (entry != null) {
      kept.put(entry.order(), entry);
    }
  }

  /** Adds a merged directory. */
  void add(String name, MergedDirectory tree) {
    below.put(name, tree);
  }

  /** Writes it, without the directories in which nothing is left. */
  ObjectId write(ObjectInserter inserter) throws IOException {
    for (Map.Entry<String, MergedDirectory> each : below.entrySet()) {
      if (!each.getValue().isEmpty()) {
        ObjectId id = each.getValue().write(inserter);
        add(new TreeEntry(each.getKey(), FileMode.TYPE_TREE, id));
      }
    }
    TreeFormatter formatter = new TreeFormatter();
    for (TreeEntry each : kept.values()) {
      formatter.append(each.nameBytes(), FileMode.fromBits(each.mode()), each.id());
    }
    return inserter.insert(formatter);
  }

  private boolean isEmpty() {
    return kept.isEmpty() && below.values().stream().allMatch(MergedDirectory::isEmpty);
  }
}
