package dev.roundhouse.orchestrator.internal.gate;

import dev.roundhouse.orchestrator.gate.TestResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the results of test reports beside the gate's log for later reading. No decision is based
 * on it.
 */
public final class ResultsFile {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long LIMIT = 1 << 20;

  private ResultsFile() {}

  /** Writes {@code results} beside {@code log}, replacing earlier ones. */
  static void write(Path log, TestResults results) throws IOException {
    Files.write(beside(log), JSON.writeValueAsBytes(results));
  }

  /** Deletes the results beside {@code log}. */
  static void delete(Path log) throws IOException {
    Files.deleteIfExists(beside(log));
  }

  /**
   * Reads the results beside {@code log}; empty if there are none that can be understood.
   *
   * @throws IOException if the file exists and cannot be read
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
