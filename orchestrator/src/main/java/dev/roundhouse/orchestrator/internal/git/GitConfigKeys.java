package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/** Reads the keys of files in the format of git's configuration. Stateless. */
public final class GitConfigKeys {
  private static final int SHOWN = 8;

  private GitConfigKeys() {}

  /**
   * Returns some of the keys that differ between two files, in order; none if one file is damaged.
   */
  public static List<String> changed(Path one, Path other) throws IOException {
    Map<String, List<String>> before;
    Map<String, List<String>> after;
    try {
      before = read(one);
      after = read(other);
    } catch (ConfigInvalidException damaged) {
      return List.of();
    }
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    keys.removeIf(key -> before.getOrDefault(key, List.of()).equals(after.get(key)));
    return keys.stream().limit(SHOWN).map(GitConfigKeys::bare).toList();
  }

  /** Returns the key without its middle part, which may be an address with a password in it. */
  private static String bare(String key) {
    return key.replaceAll("//[^/@]*@", "//…@");
  }

  /** Returns a file's values by key; a missing file has none. */
  private static Map<String, List<String>> read(Path file)
      throws IOException, ConfigInvalidException {
    Config config = new Config();
    if (Files.isRegularFile(file)) {
      config.fromText(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }
    Map<String, List<String>> values = new TreeMap<>();
    for (String section : config.getSections()) {
      put(config, section, null, values);
      for (String part : config.getSubsections(section)) {
        put(config, section, part, values);
      }
    }
    return values;
  }

  private static void put(
      Config config, String section, @Nullable String part, Map<String, List<String>> values) {
    for (String name : config.getNames(section, part)) {
      String key = section + (part == null ? "" : "." + part) + "." + name;
      values.put(key, Arrays.asList(config.getStringList(section, part, name)));
    }
  }
}
