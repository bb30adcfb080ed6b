package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.io.Directories;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The agent scripts in one directory: executable files whose first lines contain {@code # name:}
 * and {@code # description:}. Stateless; safe for use by any number of threads.
 */
public final class AgentScripts {
  private static final int HEAD_LINES = 30;
  private static final int LONGEST_LINE = 500;
  private static final Pattern HEADER =
      Pattern.compile("\\s*(?:#|//|--|;)\\s*(name|description):\\s*(.*)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Path directory;

  /** Creates a view of the scripts in {@code directory}, which need not exist. */
  public AgentScripts(Path directory) {
    this.directory = directory;
  }

  /**
   * Returns all scripts by name; if two share a name, the first by file name wins.
   *
   * @throws IOException if the directory cannot be read
   */
  public List<Script> all() throws IOException {
    TreeMap<String, Script> found = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      TreeMap<Path, Path> files = new TreeMap<>();
      Directories.entries(directory).forEach(each -> files.put(each.getFileName(), each));
      for (Path file : files.values()) {
        read(file).ifPresent(script -> found.putIfAbsent(script.name(), script));
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * Returns the script called {@code name}, if there is one.
   *
   * @throws IOException if the directory cannot be read
   */
  public Optional<Script> find(String name) throws IOException {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static Optional<Script> read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isExecutable(file) || !Files.isReadable(file)) {
      return Optional.empty();
    }
    String name = "";
    String description = "";
    for (String line : head(file)) {
      Matcher header = HEADER.matcher(line);
      if (header.matches() && header.group(1).equals("name")) {
        name = header.group(2).strip();
      } else if (header.matches()) {
        description = header.group(2).replaceAll("\\p{Cntrl}+", " ").strip();
      }
    }
    return NAME.matcher(name).matches()
        ? Optional.of(new Script(name, description, file))
        : Optional.empty();
  }

  private static List<String> head(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
      char[] head = new char[HEAD_LINES * LONGEST_LINE];
      int read = Math.max(0, reader.read(head));
      byte[] bytes = new String(head, 0, read).getBytes(StandardCharsets.ISO_8859_1);
      return new String(bytes, StandardCharsets.UTF_8).lines().limit(HEAD_LINES).toList();
    }
  }

  /**
   * One agent script.
   *
   * @param name the name in its header
   * @param description the description in its header, possibly empty
   * @param file the script
   */
  public record Script(String name, String description, Path file) {}
}
