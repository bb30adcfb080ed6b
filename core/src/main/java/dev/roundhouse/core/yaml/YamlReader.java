package dev.roundhouse.core.yaml;

import dev.roundhouse.core.yaml.YamlValue.Kind;
import dev.roundhouse.core.yaml.YamlValue.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Reads a YAML text event by event into values that know their position. Every scalar stays text:
 * {@code 017} is not a number and {@code no} not a boolean. Hostile input costs at most {@value
 * #DEPTH} times its length: nothing recurses, an alias is a reference, and deeper nesting is
 * refused, because each list keeps its own text. For one text.
 */
public final class YamlReader {
  private static final int DEPTH = 32;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setUseMarks(true).setCodePointLimit(Integer.MAX_VALUE).build();

  private final String source;
  private final int[] indexes; // of each code point and of the end; empty if all are one char
  private final boolean followsAll;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Anchor, YamlValue> anchors = new HashMap<>();
  private @Nullable YamlValue root;

  private YamlReader(String source, boolean followsAll) {
    this.source = source;
    this.followsAll = followsAll;
    this.indexes = indexes(source);
  }

  private static int[] indexes(String source) {
    int length = source.codePointCount(0, source.length());
    if (length == source.length()) {
      return new int[0];
    }
    int[] indexes = new int[length + 1];
    for (int i = 0; i < length; i++) {
      indexes[i + 1] = source.offsetByCodePoints(indexes[i], 1);
    }
    return indexes;
  }

  /**
   * Returns the one value of {@code source}; empty if it has none.
   *
   * @throws MalformedYamlException if it is not YAML
   */
  public static Optional<YamlValue> read(String source) throws MalformedYamlException {
    return new YamlReader(source, true).read();
  }

  /**
   * Returns the one value of {@code source}, in which an alias may stand for a scalar only; so its
   * values are no more than its text has. Empty if there is no value.
   *
   * @throws MalformedYamlException if it is not YAML, or an alias stands for a list or mapping
   */
  public static Optional<YamlValue> readScalarAliases(String source) throws MalformedYamlException {
    return new YamlReader(source, false).read();
  }

  private Optional<YamlValue> read() throws MalformedYamlException {
    try {
      for (Event event : new Parse(SETTINGS).parseString(source)) {
        take(event);
      }
    } catch (MarkedYamlEngineException broken) {
      int line = broken.getProblemMark().map(Mark::getLine).orElse(0);
      String why = broken.getProblem() == null ? words(broken) : broken.getProblem();
      throw new MalformedYamlException("not valid YAML: " + why, line + 1, broken);
    } catch (YamlEngineException broken) {
      throw new MalformedYamlException("not valid YAML: " + words(broken), 1, broken);
    }
    return Optional.ofNullable(root);
  }

  /** Returns the first line of what the parser said. */
  private static String words(YamlEngineException broken) {
    if (broken instanceof YamlVersionException) {
      return "the version after %YAML is not supported";
    }
    return String.valueOf(broken.getMessage()).strip().lines().findFirst().orElse("unreadable");
  }

  private void take(Event event) throws MalformedYamlException {
    if (event instanceof ScalarEvent scalar) {
      Span span = span(scalar, index(scalar, true));
      String tag = scalar.getTag().orElse("");
      add(new YamlValue(kind(scalar), tag, scalar.getValue(), List.of(), span), scalar.getAnchor());
    } else if (event instanceof AliasEvent alias) {
      Span span = span(alias, index(alias, true));
      add(aliased(alias).at(span), Optional.empty());
    } else if (event instanceof CollectionStartEvent start) {
      if (open.size() == DEPTH) {
        throw new MalformedYamlException(
            "nested more than " + DEPTH + " deep", line(event) + 1, "use fewer levels");
      }
      open.push(new Open(start, new ArrayList<>()));
    } else if (event instanceof CollectionEndEvent end) {
      close(end);
    } else if (event instanceof DocumentStartEvent && root != null) {
      throw new MalformedYamlException(
          "more than one document", line(event) + 1, "remove the '---' there and all after it");
    }
  }

  private static Kind kind(ScalarEvent scalar) {
    if (scalar.isPlain()) {
      return Kind.PLAIN;
    }
    if (scalar.isDQuoted()) {
      return Kind.DOUBLE_QUOTED;
    }
    return scalar.isSQuoted() ? Kind.SINGLE_QUOTED : Kind.BLOCK;
  }

  private YamlValue aliased(AliasEvent alias) throws MalformedYamlException {
    YamlValue value = anchors.get(alias.getAlias());
    if (value == null) {
      throw new MalformedYamlException(
          "not valid YAML: there is no anchor '" + alias.getAlias() + "'",
          line(alias) + 1,
          "put text that begins with * in quotes");
    }
    if (!followsAll && !value.isScalar()) {
      throw new MalformedYamlException(
          "the alias '*"
              + alias.getAlias()
              + "' stands for a list or mapping, which is not supported",
          line(alias) + 1,
          "write the list or mapping out in its place; an alias may stand for a single value");
    }
    return value;
  }

  private void close(CollectionEndEvent event) {
    Open closed = open.pop();
    int last = closed.items.isEmpty() ? 0 : closed.items.get(closed.items.size() - 1).span().end();
    int end = closed.start.isFlow() ? index(event, true) : last;
    Span span = span(closed.start, end);
    String text = source.substring(span.start(), Math.max(span.start(), end));
    Kind kind = closed.start instanceof MappingStartEvent ? Kind.MAPPING : Kind.LIST;
    add(new YamlValue(kind, "", text, closed.items, span), closed.start.getAnchor());
  }

  private void add(YamlValue value, Optional<Anchor> anchor) {
    anchor.ifPresent(each -> anchors.put(each, value));
    if (open.isEmpty()) {
      root = value;
    } else {
      open.element().items.add(value);
    }
  }

  private Span span(Event event, int end) {
    int start = index(event, false);
    Mark mark = event.getStartMark().orElseThrow();
    return new Span(start, Math.max(start, end), mark.getLine(), mark.getColumn());
  }

  private int index(Event event, boolean end) {
    Mark mark = (end ? event.getEndMark() : event.getStartMark()).orElseThrow();
    return indexes.length == 0 ? mark.getIndex() : indexes[mark.getIndex()];
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0);
  }

  /** A list or mapping whose end has not been read yet. */
  private record Open(CollectionStartEvent start, List<YamlValue> items) {}
}
