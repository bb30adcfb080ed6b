package dev.roundhouse.orchestrator.internal.process;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The token that all gates and hooks of one run carry, so that they can be found after a crash;
 * each also has its own, so that the end of one is not the end of another. Immutable.
 *
 * @param value the run's token
 */
public record RunToken(String value) {
  private static final String NAME = "ROUNDHOUSE_OWNER";

  /**
   * Returns the token of gates that belong to no run, for the repository with that common
   * directory; so those that were left by a process that was killed can be found, too.
   */
  public static String outsideRuns(Path commonDir) {
    return "outside-" + Hashing.sha256().hashString(commonDir.toString(), StandardCharsets.UTF_8);
  }

  /** Returns {@code environment} with the token added. */
  public Map<String, String> in(Map<String, String> environment) {
    Map<String, String> marked = new HashMap<>(environment);
    marked.put(NAME, value);
    return marked;
  }

  /** Returns a token for one process. */
  public String one() {
    return value + "-" + UUID.randomUUID();
  }

  /** Returns the token in the form of an environment variable. */
  public String setting() {
    return NAME + "=" + value;
  }
}
