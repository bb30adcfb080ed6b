package dev.roundhouse.orchestrator.testing;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Repositories that git made once, to be copied for each test. */
enum RepositoryTemplate {
  /** With no commit. */
  EMPTY,
  /** With a README in one commit. */
  BEGUN;

  private final Path root;

  RepositoryTemplate() {
    try {
      Path place = Files.createTempDirectory("roundhouse-template");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(place)));
      GitFixture git = GitFixture.made(place.resolve("project"));
      if (name().equals("BEGUN")) {
        git.write("README.md", "A project.\n").commitAll("begin");
      }
      root = git.root();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void delete(Path place) {
    try {
      Directories.deleteTree(place);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }

  /** Copies it into {@code directory}, which exists. */
  void copyTo(Path directory) {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path copy = directory.resolve(root.relativize(each).toString());
        if (!Files.isDirectory(each)) {
          Files.copy(each, copy, COPY_ATTRIBUTES, REPLACE_EXISTING);
        } else if (!Files.isDirectory(copy)) {
          Files.createDirectory(copy);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
