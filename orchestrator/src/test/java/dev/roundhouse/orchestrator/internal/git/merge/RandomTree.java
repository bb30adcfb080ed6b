package dev.roundhouse.orchestrator.internal.git.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** The files of one commit, by path; never a file where there must be a directory. */
final class RandomTree {
  /** One file, link or submodule; of the last, the content stands for its commit. */
  record Node(FileMode mode, String content) {
    boolean isText() {
      return (mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE)
          && content.indexOf('\0') < 0;
    }
  }

  private final Map<String, Node> nodes;

  RandomTree() {
    this.nodes = new TreeMap<>();
  }

  private RandomTree(Map<String, Node> nodes) {
    this.nodes = new TreeMap<>(nodes);
  }

  RandomTree copy() {
    return new RandomTree(nodes);
  }

  List<String> paths() {
    return List.copyOf(nodes.keySet());
  }

  Node at(String path) {
    Node node = nodes.get(path);
    if (node == null) {
      throw new IllegalArgumentException("no " + path);
    }
    return node;
  }

  boolean has(String path) {
    return nodes.containsKey(path);
  }

  List<String> below(String directory) {
    return nodes.keySet().stream().filter(path -> path.startsWith(directory + "/")).toList();
  }

  /**
   * Puts it there; what is in its way, above or below, goes. Carriage returns are not for {@code
   * .txt}: where an attribute calls that text, a checkout would take it for changed by the user.
   */
  void put(String path, Node given) {
    Node node =
        path.endsWith(".txt") ? new Node(given.mode(), given.content().replace("\r", "")) : given;
    for (int cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
      nodes.remove(path.substring(0, cut));
    }
    below(path).forEach(nodes::remove);
    nodes.put(path, node);
  }

  void remove(String path) {
    nodes.remove(path);
  }

  /** Writes it as git would. */
  ObjectId write(ObjectInserter inserter) throws IOException {
    DirCache cache = DirCache.newInCore();
    DirCacheBuilder builder = cache.builder();
    for (String path : nodes.keySet()) {
      DirCacheEntry entry = new DirCacheEntry(path);
      entry.setFileMode(at(path).mode());
      entry.setObjectId(idOf(at(path), inserter));
      builder.add(entry);
    }
    builder.finish();
    return cache.writeTree(inserter);
  }

  private static ObjectId idOf(Node node, ObjectInserter inserter) throws IOException {
    byte[] bytes = node.content().getBytes(StandardCharsets.UTF_8);
    return node.mode() == FileMode.GITLINK
        ? inserter.idFor(Constants.OBJ_COMMIT, bytes)
        : inserter.insert(Constants.OBJ_BLOB, bytes);
  }
}
