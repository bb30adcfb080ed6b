package dev.roundhouse.orchestrator.config;

import dev.roundhouse.core.text.DurationWord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The type of a value in the configuration, as a JSON Schema describes it to an editor. A {@link
 * Mapping} also has the keys that its reader accepts. Immutable.
 */
sealed interface ConfigType {
  /** One line of text that is not blank. */
  ConfigType TEXT = new Text("\\S");

  /** A command line. */
  ConfigType COMMAND = TEXT;

  /** A command line, or its separate words. */
  ConfigType ARGV = either(COMMAND, new Many(new Text(""), 1));

  /** A command line, or words, among which numbers may stand. */
  ConfigType ARGUMENTS = either(COMMAND, new Many(new Scalar(), 0));

  /** A duration, as {@link DurationWord} parses it. */
  ConfigType DURATION = new Text("^\\s*[0-9]{1,9}(ms|s|m|h|d)\\s*$");

  /** A size, as {@link ByteSizes} parses it. */
  ConfigType SIZE =
      either(number(0, 0), new Text("^\\s*(0+|[0-9]{1,6}\\s*[kKmMgGtT]?[iI]?[bB])\\s*$"));

  /** An amount of a budget. */
  ConfigType AMOUNT =
      new Text("^\\s*[0-9]{1,15}(\\.[0-9]{1,6})?\\s*([uU][sS][dD]|[tT][oO][kK][eE][nN][sS])\\s*$");

  /** A priority, or a word for one. */
  ConfigType PRIORITY = new Text("^\\s*([pP]?[0-9]|[A-Za-z]+)\\s*$");

  /** {@code true} or {@code false}. */
  ConfigType TRUTH = new Truth();

  /** A list of words, or one text with commas. */
  ConfigType WORDS = either(new Text(""), new Many(new Text(""), 0));

  /** The same, with at least one word, which may be a whole number. */
  ConfigType NAMES = either(new Text("[^,\\s]"), Whole.ANY, Some.NAMES);

  /** A list of words, or one text with commas, with at least one word. */
  ConfigType SOME_WORDS = either(new Text("[^,\\s]"), Some.WORDS);

  /** Returns what a JSON Schema says of it, as the value of the key that {@code of} describes. */
  Map<String, Object> schema(Describer of);

  /** Describes one key in a JSON Schema. */
  interface Describer {
    /** Returns the describer of the key {@code name} within this one. */
    Describer at(String name);

    /** Returns what a JSON Schema says of this key, whose values are of {@code type}. */
    Map<String, Object> schema(ConfigType type);
  }

  /** Returns a type of whole numbers. */
  static ConfigType number(int least, int most) {
    return new Whole(least, most);
  }

  /** Returns a type of the words of {@code kind}. */
  static Choice choice(Class<? extends Enum<?>> kind) {
    return new Choice(
        Stream.of(kind.getEnumConstants())
            .<Object>map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList());
  }

  /** Returns a type of the values of any of {@code types}. */
  static ConfigType either(ConfigType... types) {
    return new Either(List.of(types));
  }

  /** Returns a type of mappings that may have only {@code keys}. */
  static Mapping mapping(Key... keys) {
    return new Mapping(List.of(keys), List.of());
  }

  /** Returns a key of a mapping that may be left out. */
  static Key key(String name, ConfigType type) {
    return new Key(name, type, false);
  }

  /** Returns a key that a mapping must have. */
  static Key required(String name, ConfigType type) {
    return new Key(name, type, true);
  }

  /** Returns the schema of one simple type. */
  private static Map<String, Object> simple(String type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    return schema;
  }

  /** A text in which {@code pattern} is found, if it is not empty. */
  record Text(String pattern) implements ConfigType {
    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = simple("string");
      if (!pattern.isEmpty()) {
        schema.put("pattern", pattern);
      }
      return schema;
    }
  }

  /** A whole number in a range. */
  record Whole(int least, int most) implements ConfigType {
    static final Whole ANY = new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);

    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = simple("integer");
      schema.put("minimum", least);
      schema.put("maximum", most);
      return schema;
    }
  }

  /** A text, a number or a boolean. */
  record Scalar() implements ConfigType {
    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", List.of("string", "number", "boolean"));
      return schema;
    }
  }

  /** A type that is made when it is asked for. */
  record Lazy(Supplier<ConfigType> type) implements ConfigType {
    @Override
    public Map<String, Object> schema(Describer of) {
      return type.get().schema(of);
    }
  }

  /** A boolean. */
  record Truth() implements ConfigType {
    @Override
    public Map<String, Object> schema(Describer of) {
      return simple("boolean");
    }
  }

  /** One of a few values. */
  record Choice(List<Object> values) implements ConfigType {
    /** Returns the same with one more value. */
    Choice or(Object value) {
      return new Choice(Stream.concat(values.stream(), Stream.of(value)).toList());
    }

    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("enum", values);
      return schema;
    }
  }

  /** A list of at least so many items. */
  record Many(ConfigType item, int least) implements ConfigType {
    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = simple("array");
      schema.put("items", item.schema(of));
      if (least > 0) {
        schema.put("minItems", least);
      }
      return schema;
    }
  }

  /** A list in which at least one item is not blank. */
  record Some(ConfigType item) implements ConfigType {
    static final ConfigType NAMES = new Some(either(new Text(""), Whole.ANY));
    static final ConfigType WORDS = new Some(new Text(""));

    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = new Many(item, 1).schema(of);
      schema.put("contains", Map.of("not", new Text("^\\s*$").schema(of)));
      return schema;
    }
  }

  /** A mapping whose keys are names of one's own choice. */
  record Named(ConfigType value) implements ConfigType {
    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = simple("object");
      schema.put("additionalProperties", value.schema(of));
      return schema;
    }
  }

  /** A value of any one of several types. */
  record Either(List<ConfigType> types) implements ConfigType {
    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("anyOf", types.stream().map(each -> each.schema(of)).toList());
      return schema;
    }
  }

  /** A mapping with fixed keys, which has exactly one of {@code choice}, if there are any. */
  record Mapping(List<Key> keys, List<String> choice) implements ConfigType {
    /** Returns the same, with exactly one of the keys {@code names}. */
    Mapping withOneOf(String... names) {
      return new Mapping(keys, List.of(names));
    }

    /** Returns the names of the keys. */
    List<String> names() {
      return keys.stream().map(Key::name).toList();
    }

    @Override
    public Map<String, Object> schema(Describer of) {
      Map<String, Object> schema = simple("object");
      Map<String, Object> properties = new LinkedHashMap<>();
      keys.forEach(key -> properties.put(key.name(), of.at(key.name()).schema(key.type())));
      schema.put("properties", properties);
      List<String> required = keys.stream().filter(Key::isRequired).map(Key::name).toList();
      if (!required.isEmpty()) {
        schema.put("required", required);
      }
      if (!choice.isEmpty()) {
        schema.put(
            "oneOf", choice.stream().map(each -> Map.of("required", List.of(each))).toList());
      }
      schema.put("additionalProperties", false);
      return schema;
    }
  }

  /**
   * One key of a mapping.
   *
   * @param name its name
   * @param type the type of its value
   * @param isRequired whether it must be there
   */
  record Key(String name, ConfigType type, boolean isRequired) {}
}
