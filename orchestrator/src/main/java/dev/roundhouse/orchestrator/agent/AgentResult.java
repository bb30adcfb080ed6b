package dev.roundhouse.orchestrator.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an agent says of its own attempt, in the file it may leave. Hostile input: read up to a
 * limit, never through a symbolic link, and never believed about work that git can see.
 *
 * @param verdict what it makes of the issue, such as {@code not-ready}; empty if it does not say
 * @param reason why, on one line; empty if it does not say
 */
public record AgentResult(String verdict, String reason) {
  /** The largest result that is read, in bytes. */
  public static final int LIMIT = 1 << 20;

  private static final AgentResult NOTHING = new AgentResult("", "");
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Reads the result at {@code path}; empty if there is a file and it is no JSON object of less
   * than {@link #LIMIT} bytes. No file at all is a result that says nothing.
   *
   * @throws IOException if the file cannot be read
   */
  public static Optional<AgentResult> read(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(NOTHING);
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LIMIT);
      return bytes.length < LIMIT ? parse(bytes) : Optional.empty();
    }
  }

  private static Optional<AgentResult> parse(byte[] bytes) {
    try {
      JsonNode node = JSON.readTree(bytes);
      return node.isObject()
          ? Optional.of(new AgentResult(word(node, "verdict"), word(node, "reason")))
          : Optional.empty();
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  private static String word(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() ? value.stringValue().replaceAll("\\p{Cntrl}+", " ").strip() : "";
  }
}
