package dev.roundhouse.orchestrator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small file system of its own that can be filled up to the last pages, or the last names. Needs
 * the right to mount; where there is none the test is skipped.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int PAGE = 4096;

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Mounts one at {@code root}, of so many pages and names. */
  public static SmallDisk at(Path root, int pages, int names) throws Exception {
    Files.createDirectories(root);
    String size = "size=" + pages * PAGE + ",nr_inodes=" + names;
    assumeTrue(
        isDone("mount", "-t", "tmpfs", "-o", size, "roundhouse-test", root.toString()),
        "a small file system cannot be mounted here, which takes root on Linux");
    return new SmallDisk(root);
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** Leaves so many pages for files. */
  public void fill(int free) throws IOException {
    Path held = root.resolve("held");
    Files.write(held, new byte[free * PAGE]);
    try (OutputStream out = Files.newOutputStream(root.resolve("filler"))) {
      while (true) {
        out.write(new byte[PAGE]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    Files.delete(held);
  }

  /** Leaves so many names for files. */
  public void fillNames(int free) throws IOException {
    Path names = Files.createDirectories(root.resolve("names"));
    int made = 0;
    try {
      while (true) {
        Files.createFile(names.resolve(Integer.toString(made)));
        made++;
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    for (int i = 0; i < free; i++) {
      made--;
      Files.delete(names.resolve(Integer.toString(made)));
    }
  }

  /** Makes room again. */
  public void makeRoom() throws IOException {
    Files.deleteIfExists(root.resolve("filler"));
    Path names = root.resolve("names");
    if (Files.exists(names)) {
      try (Stream<Path> all = Files.list(names)) {
        for (Path each : all.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(names);
    }
  }

  /** Lazily: this process may keep lock files open in it. */
  @Override
  public void close() throws InterruptedException {
    assertThat(isDone("umount", "-l", root.toString())).isTrue();
  }

  /** Makes {@code to} a copy of {@code from}, whatever was there. */
  public static void copy(Path from, Path to) {
    try {
      assertThat(isDone("rm", "-rf", to.toString())).isTrue();
      assertThat(isDone("cp", "-a", from.toString(), to.toString())).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static boolean isDone(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return Patience.exitCode(process) == 0;
    } catch (IOException noSuchProgram) {
      throw new UncheckedIOException(noSuchProgram);
    }
  }
}
