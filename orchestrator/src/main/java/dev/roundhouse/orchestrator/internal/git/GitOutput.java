package dev.roundhouse.orchestrator.internal.git;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The answer of a git command. Immutable.
 *
 * @param exit its exit code
 * @param text its standard output; paths that are not UTF-8 are not preserved
 * @param err its standard error
 */
public record GitOutput(int exit, String text, String err) {
  static GitOutput of(int exit, byte[] out, String err) {
    return new GitOutput(exit, new String(out, StandardCharsets.UTF_8), err);
  }

  public boolean ok() {
    return exit == 0;
  }

  /** Returns the output without the one line feed at its end. */
  public String line() {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** Returns the output split at NUL characters. */
  public List<String> records() {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\0", -1));
  }
}
