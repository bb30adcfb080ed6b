package dev.roundhouse.orchestrator.internal.git.merge;

import dev.roundhouse.orchestrator.internal.git.merge.RandomTree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.eclipse.jgit.lib.FileMode;

/** Changes trees at random, in a small world, so that changes meet. For one thread. */
final class RandomChanges {
  private static final List<String> DIRECTORIES =
      List.of("", "", "a/", "a/", "a/x/", "a/y/", "b/", "b/x/", "c/", "d/x/", "ä ö/");
  private static final List<String> NAMES = List.of("1", "2", "3", "4", "5", "new", "x", "y");
  private static final List<String> KINDS =
      List.of("", ".txt", ".txt", ".u", ".k", ".n", ".lfs", ".crlf", ".bin", ".bad");
  private static final List<String> RULES =
      List.of(
          "*.u merge=union",
          "*.k merge=take",
          "*.n -merge",
          "*.bad merge=refuse",
          "*.lfs filter=lfs diff=lfs merge=lfs -text",
          "*.txt text eol=crlf",
          "*.txt text",
          "*.crlf -text",
          "*.bin binary",
          "*.txt conflict-marker-size=9");

  private final Random random;
  private final List<String> often;

  RandomChanges(Random random) {
    this.random = random;
    this.often = List.of(path(), path(), path());
  }

  /** A path that is there; some are hit more often, on both sides. */
  private String hit(RandomTree tree) {
    List<String> there = often.stream().filter(tree::has).toList();
    return one(!there.isEmpty() && random.nextInt(4) == 0 ? there : tree.paths());
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** A tree to begin with. */
  RandomTree begin() {
    RandomTree tree = new RandomTree();
    int files = 2 + random.nextInt(22);
    for (int i = 0; i < files; i++) {
      add(tree);
    }
    often.forEach(path -> tree.put(path, text(path)));
    if (random.nextInt(10) < 4) {
      rules(tree);
    }
    return tree;
  }

  /** Changes it in some ways. */
  void change(RandomTree tree) {
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      once(tree);
    }
  }

  private void once(RandomTree tree) {
    if (tree.paths().isEmpty()) {
      add(tree);
      return;
    }
    int what = random.nextInt(100);
    if (what < 42) {
      modify(tree, hit(tree));
    } else if (what < 58) {
      add(tree);
    } else if (what < 68) {
      tree.remove(hit(tree));
    } else if (what < 80) {
      move(tree, hit(tree), path());
    } else if (what < 86) {
      moveDirectory(tree);
    } else {
      rarely(tree, what);
    }
  }

  private void rarely(RandomTree tree, int what) {
    String path = hit(tree);
    if (what < 91) {
      mode(tree, path);
    } else if (what < 93) {
      tree.put(path, new Node(FileMode.SYMLINK, one(tree.paths())));
    } else if (what < 95) {
      tree.put(path, new Node(FileMode.GITLINK, "commit " + random.nextInt(3)));
    } else if (what < 96) {
      tree.put(path + "/" + one(NAMES), text());
    } else if (what < 97) {
      removeDirectory(tree, path);
    } else if (what < 99) {
      tree.put(path(), tree.at(path));
    } else {
      rules(tree);
    }
  }

  private String path() {
    return one(DIRECTORIES) + one(NAMES) + one(KINDS);
  }

  private void add(RandomTree tree) {
    int kind = random.nextInt(25);
    String path = path();
    if (kind == 0) {
      tree.put(path, new Node(FileMode.GITLINK, "commit " + random.nextInt(3)));
    } else if (kind == 1) {
      tree.put(path, new Node(FileMode.SYMLINK, path()));
    } else {
      tree.put(path, kind == 2 ? new Node(FileMode.EXECUTABLE_FILE, text().content()) : text(path));
    }
  }

  private Node text(String path) {
    if (path.endsWith(".bin")) {
      return new Node(FileMode.REGULAR_FILE, "bin\0" + random.nextInt(5) + "\0" + text().content());
    }
    if (path.endsWith(".lfs")) {
      return new Node(
          FileMode.REGULAR_FILE,
          "version https://git-lfs.github.com/spec/v1\noid sha256:"
              + String.format(Locale.ROOT, "%064x", random.nextInt(1000))
              + "\nsize "
              + random.nextInt(100000)
              + "\n");
    }
    return path.endsWith(".crlf")
        ? new Node(FileMode.REGULAR_FILE, text().content().replace("\n", "\r\n"))
        : text();
  }

  private Node text() {
    int salt = random.nextInt(6);
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(24);
    for (int i = 0; i < lines; i++) {
      text.append(random.nextInt(9) == 0 ? "}" : "line " + i + " of " + salt).append('\n');
    }
    return new Node(FileMode.REGULAR_FILE, text.toString());
  }

  private void modify(RandomTree tree, String path) {
    Node node = tree.at(path);
    if (node.mode() == FileMode.GITLINK) {
      tree.put(path, new Node(FileMode.GITLINK, "commit " + random.nextInt(3)));
    } else if (node.mode() == FileMode.SYMLINK) {
      tree.put(path, new Node(FileMode.SYMLINK, path()));
    } else if (path.endsWith(".gitattributes")) {
      rules(tree);
    } else {
      tree.put(path, new Node(node.mode(), edited(node)));
    }
  }

  private String edited(Node node) {
    if (!node.isText()) {
      return node.content() + "\0" + random.nextInt(4);
    }
    String end = node.content().contains("\r\n") ? "\r\n" : "\n";
    List<String> lines = new ArrayList<>(List.of(node.content().split(end, -1)));
    int edits = random.nextInt(8) == 0 ? 8 : 1 + random.nextInt(2);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(4)) {
        case 0 -> lines.add(at, "new " + random.nextInt(5));
        case 1 -> lines.remove(lines.size() > 1 ? at : 0);
        default -> lines.set(at, "changed " + random.nextInt(5));
      }
      if (lines.isEmpty()) {
        lines.add("last");
      }
    }
    return String.join(end, lines);
  }

  private void move(RandomTree tree, String from, String to) {
    Node node = tree.at(from);
    tree.remove(from);
    tree.put(to, node);
    if (node.isText() && random.nextInt(3) == 0) {
      modify(tree, to);
    }
  }

  /** Moves all of a directory, or most of it, to another or to the top. */
  private void moveDirectory(RandomTree tree) {
    String from = one(List.of("a", "a/x", "a/y", "b", "b/x", "c"));
    String to = one(List.of("b", "c", "e", "a/x", "f/g", "a/z", ""));
    boolean most = random.nextInt(5) == 0;
    for (String path : tree.below(from)) {
      if (tree.has(path) && !(most && random.nextInt(4) == 0)) {
        String rest = path.substring(from.length() + 1);
        move(tree, path, to.isEmpty() ? rest : to + "/" + rest);
      }
    }
  }

  private static void removeDirectory(RandomTree tree, String path) {
    int cut = path.lastIndexOf('/');
    if (cut > 0) {
      tree.below(path.substring(0, cut)).forEach(tree::remove);
    }
  }

  private static void mode(RandomTree tree, String path) {
    Node node = tree.at(path);
    if (node.mode() == FileMode.REGULAR_FILE) {
      tree.put(path, new Node(FileMode.EXECUTABLE_FILE, node.content()));
    } else if (node.mode() == FileMode.EXECUTABLE_FILE) {
      tree.put(path, new Node(FileMode.REGULAR_FILE, node.content()));
    }
  }

  private void rules(RandomTree tree) {
    List<String> rules = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      rules.add(one(RULES));
    }
    String where = random.nextInt(5) == 0 ? one(DIRECTORIES) : "";
    tree.put(
        where + ".gitattributes", new Node(FileMode.REGULAR_FILE, String.join("\n", rules) + "\n"));
  }
}
