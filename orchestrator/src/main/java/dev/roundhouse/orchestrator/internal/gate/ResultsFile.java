package dev.roundhouse.orchestrator.internal.gate;

import dev.roundhouse.orchestrator.gate.TestResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What test reports said, kept beside the gate's log for who wants to look at it later. Nothing is
 * decided from it.
 */
public final class ResultsFile {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long LIMIT = 1 << 20;

  private ResultsFile() {}

  /** Keeps {@code results} beside {@code log}, instead of what was there. */
  static void write(Path log, TestResults results) throws IOException {
    Files.write(beside(log), JSON.writeValueAsBytes(results));
  }

  /** Forgets what is kept beside {@code log}. */
  static void delete(Path log) throws IOException {
    Files.deleteIfExists(beside(log));
  }

  /**
   * What is kept beside {@code log}; empty if there is nothing that can be understood.
   *
   * @throws IOException if it is there and cannot be read
   */
  public static Optional<TestResults> read(Path log) throws IOException {
    Path file = beside(log);
    if (!Files.isRegularFile(file) || Files.size(file) > LIMIT) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), TestResults.class));
    } catch (JacksonException torn) {
      return Optional.empty();
    }
  }

  private static Path beside(Path log) {
    return log.resolveSibling(log.getFileName() + ".tests.json");
  }
}
