package dev.roundhouse.orchestrator.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a person has in a checkout: every file, link and folder, and what git says of them. */
public final class CheckoutPicture {
  private CheckoutPicture() {}

  /** How {@code checkout} is now, by name. */
  public static Map<String, String> of(GitFixture git, Path checkout) throws IOException {
    Map<String, String> picture = new TreeMap<>();
    picture.put(
        "git status",
        git.gitIn(
            checkout,
            "--no-optional-locks",
            "status",
            "--porcelain=v2",
            "--branch",
            "--ignored",
            "--untracked-files=all"));
    picture.put("git ls-files", git.gitIn(checkout, "ls-files", "-s"));
    picture.putAll(files(checkout));
    return picture;
  }

  /** Its files alone. */
  public static Map<String, String> files(Path checkout) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(checkout)) {
      for (Path each : all.filter(path -> !isGits(checkout.relativize(path))).toList()) {
        files.put(checkout.relativize(each).toString(), content(each));
      }
    }
    return files;
  }

  private static boolean isGits(Path path) {
    return path.startsWith(".git");
  }

  private static String content(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "-> " + Files.readSymbolicLink(file);
    }
    return Files.isDirectory(file)
        ? "folder"
        : (Files.isExecutable(file) ? "x " : "- ")
            + Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
