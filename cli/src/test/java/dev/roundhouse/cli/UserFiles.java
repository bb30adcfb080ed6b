package dev.roundhouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What of git's files and the user's configuration is put back. */
record UserFiles(Path commonDir, Map<Path, byte[]> contents) {
  static UserFiles of(MisledWorld world) throws Exception {
    Map<Path, byte[]> contents = new TreeMap<>();
    for (Path each : files(world)) {
      contents.put(each, Files.isRegularFile(each) ? Files.readAllBytes(each) : new byte[0]);
    }
    return new UserFiles(world.commonDir(), contents);
  }

  private static List<Path> files(MisledWorld world) throws Exception {
    Path common = world.commonDir();
    List<Path> files = new ArrayList<>();
    Stream.of(
            "config",
            "config.worktree",
            "info/exclude",
            "info/attributes",
            "info/grafts",
            "objects/info/alternates")
        .forEach(each -> files.add(common.resolve(each)));
    for (String each :
        List.of(
            "post-checkout",
            "pre-commit",
            "post-merge",
            "reference-transaction",
            "post-index-change",
            "fsmonitor-watchman",
            "post-commit",
            "pre-auto-gc",
            "post-rewrite")) {
      files.add(common.resolve("hooks").resolve(each));
    }
    files.add(world.gitDir().resolve("config.worktree"));
    files.add(world.home().resolve(".gitconfig"));
    files.add(world.home().resolve(".config/git/config"));
    files.add(world.root().resolve("system.config"));
    return files;
  }

  void restore(MisledWorld world) throws IOException {
    for (Map.Entry<Path, byte[]> each : contents.entrySet()) {
      Path file = each.getKey();
      if (Files.isDirectory(file)) {
        Files.delete(file);
      }
      if (Files.isSymbolicLink(file)) {
        Files.delete(file);
      }
      if (each.getValue().length > 0) {
        Files.write(file, each.getValue());
      } else {
        Files.deleteIfExists(file);
      }
    }
    Path records = world.tools().resolve("records");
    Path link = commonDir.resolve("worktrees");
    if (Files.isSymbolicLink(link) && Files.isDirectory(records)) {
      Files.delete(link);
      Files.move(records, link);
    }
  }
}
