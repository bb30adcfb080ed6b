package dev.roundhouse.orchestrator.internal.gc;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of Roundhouse's state, seen from outside.
 *
 * @param path the directory
 */
record StateDirectory(Path path) {
  /** Returns the size of the journal in bytes; 0 if there is none. */
  long journalBytes() throws IOException {
    long bytes = 0;
    for (Path each : content(path.resolve("journal"))) {
      bytes += Files.size(each);
    }
    return bytes;
  }

  /** Returns the runs that have logs and other files. */
  List<String> loggedRuns() throws IOException {
    return content(path.resolve("runs")).stream()
        .map(each -> each.getFileName().toString())
        .toList();
  }

  /** Removes the logs and other files of a run. */
  void removeLogs(String run) throws IOException {
    MoreFiles.deleteRecursively(
        path.resolve("runs").resolve(run), RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private static List<Path> content(Path directory) throws IOException {
    List<Path> content = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      Directories.entries(directory).forEach(content::add);
    }
    return content;
  }
}
