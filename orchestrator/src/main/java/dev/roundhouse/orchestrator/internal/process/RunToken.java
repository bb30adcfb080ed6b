package dev.roundhouse.orchestrator.internal.process;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What all gates and hooks of one run carry, so that they can be found after a crash; each has a
 * token of its own beside it, so that the end of one is not the end of another. Immutable.
 *
 * @param value the run's token
 */
public record RunToken(String value) {
  private static final String NAME = "ROUNDHOUSE_OWNER";

  /** {@code environment} with it. */
  public Map<String, String> in(Map<String, String> environment) {
    Map<String, String> marked = new HashMap<>(environment);
    marked.put(NAME, value);
    return marked;
  }

  /** A token for one process. */
  public String one() {
    return value + "-" + UUID.randomUUID();
  }

  /** How it stands in an environment. */
  public String setting() {
    return NAME + "=" + value;
  }
}
