package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The damaged contents found in place of a {@link ProtectedFile}, each in a numbered folder.
 * Stateless.
 */
public record DamagedCopies(Path folder) {
  static final String WHY = "why";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  static DamagedCopies in(Path folder) {
    return new DamagedCopies(folder);
  }

  /** Returns the number of copies. */
  public int count() throws IOException {
    NavigableMap<Integer, Path> all = all();
    return all.isEmpty() ? 0 : all.lastKey();
  }

  /** Returns a line for people about each copy after the first {@code count}. */
  public List<String> since(int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path each : all().tailMap(count, false).values()) {
      Path why = each.resolve(WHY);
      if (Files.exists(why)) {
        lines.add(Files.readString(why));
      }
    }
    return lines;
  }

  private NavigableMap<Integer, Path> all() throws IOException {
    NavigableMap<Integer, Path> all = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      for (Path each : Directories.entries(folder)) {
        String name = each.getFileName().toString();
        if (NUMBER.matcher(name).matches()) {
          all.put(Integer.parseInt(name), each);
        }
      }
    }
    return all;
  }
}
