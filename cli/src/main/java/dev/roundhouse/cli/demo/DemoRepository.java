package dev.roundhouse.cli.demo;

import dev.roundhouse.orchestrator.ProjectSetup;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A small project with a backlog, a stand-in for an agent, and a gate. */
public final class DemoRepository {
  private static final List<String> PROGRAMS = List.of("agent.sh", "gate.sh");
  private static final List<String> FILES =
      List.of("roundhouse.yaml", "README.md", "settings.txt", "lib/upper.sh", "test/upper.sh");

  private DemoRepository() {}

  /**
   * Makes the repository at {@code wanted}, or in a temporary folder if that is null.
   *
   * @throws RefusedException if something already exists there
   * @throws IOException if it cannot be made
   */
  public static Path make(@Nullable Path wanted)
      throws IOException, RefusedException, InterruptedException {
    if (wanted != null && Files.exists(wanted)) {
      throw RefusedException.input(wanted + " already exists", "choose another folder");
    }
    Path directory =
        wanted == null ? Files.createTempDirectory("roundhouse-demo-").resolve("upper") : wanted;
    Files.createDirectories(directory);
    for (String name : FILES) {
      write(directory, name, resource(name));
    }
    for (String name : PROGRAMS) {
      write(directory, name, resource(name));
      if (!directory.resolve(name).toFile().setExecutable(true)) {
        throw new IOException("cannot make " + directory.resolve(name) + " executable");
      }
    }
    for (DemoIssue issue : DemoIssue.all()) {
      write(directory, "issues/" + issue.fileName(), issue.content());
    }
    ProjectSetup.makeRepository(directory, "A project with a backlog", "demo-start");
    return directory;
  }

  private static void write(Path directory, String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = DemoRepository.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
