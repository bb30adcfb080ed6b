package dev.roundhouse.core.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Texts that try to be more than text where they are shown: in a page, a report, a pull request, a
 * terminal. They stand in {@code hostile/texts.json}, each by the name of what it tries.
 */
public final class HostileTexts {
  private HostileTexts() {}

  /** Returns every text by its name. */
  public static Map<String, String> all() {
    try (InputStream in = HostileTexts.class.getResourceAsStream("/hostile/texts.json")) {
      return JsonMapper.shared()
          .readValue(
              Objects.requireNonNull(in).readAllBytes(),
              new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
