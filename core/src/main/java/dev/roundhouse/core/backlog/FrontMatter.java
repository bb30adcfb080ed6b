package dev.roundhouse.core.backlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The YAML in front of an issue's text. Hostile input: the parser bounds aliases, depth and size.
 * Immutable.
 */
final class FrontMatter {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final List<String> NOTHING = List.of("", "~", "null", "none", "n/a", "-", "[]");

  private final JsonNode root;
  private final List<String> lines;

  private FrontMatter(JsonNode root, List<String> lines) {
    this.root = root;
    this.lines = lines;
  }

  /**
   * Parses {@code text}.
   *
   * @throws Malformed if it is no YAML mapping
   */
  static FrontMatter parse(String text) throws Malformed {
    try {
      JsonNode root = YAML.readTree(text);
      if (root.isMissingNode() || root.isNull()) {
        return new FrontMatter(YAML.createObjectNode(), List.of());
      }
      if (!root.isObject()) {
        throw new Malformed("the front matter is no list of 'key: value' lines", 1);
      }
      return new FrontMatter(root, text.lines().toList());
    } catch (JacksonException broken) {
      int line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNr();
      String why = String.valueOf(broken.getOriginalMessage()).lines().findFirst().orElse("");
      throw new Malformed("the front matter is no YAML: " + why.strip(), Math.max(1, line));
    } catch (StackOverflowError deep) {
      throw new Malformed("the front matter is nested too deeply", 1);
    }
  }

  /** One word or text under {@code key}; empty if there is none. */
  Optional<String> text(String key) {
    JsonNode value = root.path(key);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asString().strip()).filter(word -> !isNothing(word))
        : Optional.empty();
  }

  /** The words under {@code key}, be it a list or one text with commas. */
  List<String> list(String key) {
    JsonNode value = root.path(key);
    List<String> words = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(each -> words.add(each.isValueNode() ? each.asString() : each.toString()));
    } else if (value.isValueNode() && !value.isNull()) {
      words.addAll(List.of(value.asString().split(",", -1)));
    } else if (value.isObject()) {
      words.add(value.toString());
    }
    return words.stream().map(String::strip).filter(word -> !isNothing(word)).toList();
  }

  private static boolean isNothing(String word) {
    return NOTHING.stream().anyMatch(word::equalsIgnoreCase);
  }

  /** The line of {@code key} in its file, counted from 1; the first if it cannot be told. */
  int line(String key) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).replace("\"", "").replace("'", "").startsWith(key + ":")) {
        return i + 2;
      }
    }
    return 1;
  }

  /** A front matter that cannot be read. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Malformed(String message, int lineInFrontMatter) {
      super(message);
      line = lineInFrontMatter + 1;
    }

    /** The line in the file. */
    int line() {
      return line;
    }
  }
}
