package dev.roundhouse.core.backlog;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.yaml.YamlReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
import java.util.List;

/** Distinguishes builds of the parser by the files that contain its classes. Stateless. */
final class ParserFingerprint {
  private ParserFingerprint() {}

  /** Returns a name that no other build has, or empty if it cannot be determined. */
  static String name() {
    CodeSource source = IssueParser.class.getProtectionDomain().getCodeSource();
    try {
      if (source == null || source.getLocation() == null) {
        return "";
      }
      Path place = Path.of(source.getLocation().toURI());
      return Files.isDirectory(place) ? ofDirectory(place) : stamp(place);
    } catch (IOException | URISyntaxException | RuntimeException unknown) {
      return "";
    }
  }

  private static String ofDirectory(Path classes) throws IOException {
    StringBuilder stamps = new StringBuilder();
    for (Class<?> each : List.of(IssueParser.class, YamlReader.class)) {
      Path folder = classes.resolve(each.getPackageName().replace('.', '/'));
      for (Path file : Directories.entries(folder)) {
        stamps.append(stamp(file)).append('\n');
      }
    }
    return Integer.toHexString(stamps.toString().hashCode());
  }

  private static String stamp(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return file + " " + attributes.size() + " " + attributes.lastModifiedTime();
  }
}
