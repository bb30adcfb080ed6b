package dev.roundhouse.core.yaml;

import dev.roundhouse.core.yaml.YamlValue.Kind;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.JsonScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import tools.jackson.core.Base64Variants;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts YAML values to JSON nodes by YAML's JSON schema: {@code 17} becomes a number, {@code
 * true} a boolean, {@code null} nothing; {@code 017} and {@code no} stay texts. Stateless.
 */
public final class YamlNodes {
  private static final ScalarResolver SCHEMA = new JsonScalarResolver();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern TRUTH = Pattern.compile("(?i)true|false");

  private YamlNodes() {}

  /**
   * Returns {@code value}, whose aliases stand for scalars, as a node.
   *
   * @throws MalformedYamlException if a key occurs twice or is not a scalar, or a number cannot be
   *     read
   */
  public static JsonNode of(YamlValue value) throws MalformedYamlException {
    return switch (value.kind()) {
      case MAPPING -> mapping(value);
      case LIST -> list(value);
      case PLAIN, BLOCK, SINGLE_QUOTED, DOUBLE_QUOTED -> scalar(value);
    };
  }

  private static JsonNode mapping(YamlValue value) throws MalformedYamlException {
    ObjectNode mapping = NODES.objectNode();
    for (int i = 0; i + 1 < value.items().size(); i += 2) {
      YamlValue key = value.items().get(i);
      if (!key.isScalar()) {
        throw new MalformedYamlException(
            "not valid: a key must be a string, not " + key.text(),
            key.line(),
            "put the key in quotes");
      }
      if (mapping.has(key.text())) {
        throw new MalformedYamlException(
            "not valid YAML: the key '" + key.text() + "' occurs twice",
            key.line(),
            "remove one of the two");
      }
      mapping.set(key.text(), of(value.items().get(i + 1)));
    }
    return mapping;
  }

  private static JsonNode list(YamlValue value) throws MalformedYamlException {
    ArrayNode list = NODES.arrayNode();
    for (YamlValue each : value.items()) {
      list.add(of(each));
    }
    return list;
  }

  private static JsonNode scalar(YamlValue value) throws MalformedYamlException {
    String text = value.text();
    boolean isTagged = !value.tag().isEmpty();
    Tag tag = isTagged ? new Tag(value.tag()) : SCHEMA.resolve(text, value.kind() == Kind.PLAIN);
    if (tag.equals(Tag.INT) && INTEGER.matcher(text).matches()) {
      return integer(new BigInteger(text));
    }
    if (tag.equals(Tag.BOOL) && TRUTH.matcher(text).matches()) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    if (tag.equals(Tag.NULL) && !(isTagged && text.isEmpty())) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.FLOAT) && !text.isEmpty()) {
      return fraction(value);
    }
    return tag.equals(Tag.BINARY) ? binary(value) : NODES.stringNode(text);
  }

  private static JsonNode integer(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return NODES.numberNode(number.intValue());
    }
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(number);
  }

  private static JsonNode fraction(YamlValue value) throws MalformedYamlException {
    try {
      return NODES.numberNode(Double.parseDouble(value.text()));
    } catch (NumberFormatException none) {
      throw new MalformedYamlException(
          "not valid: '" + value.text() + "' is not a finite number",
          value.line(),
          "put it in quotes");
    }
  }

  private static JsonNode binary(YamlValue value) throws MalformedYamlException {
    try {
      return NODES.binaryNode(Base64Variants.MIME.decode(value.text().trim()));
    } catch (IllegalArgumentException none) {
      throw new MalformedYamlException(
          "not valid YAML: '" + value.text() + "' is not valid Base64",
          value.line(),
          "remove the tag !!binary");
    }
  }
}
