package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.FrontMatter.Entry;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.core.yaml.YamlValue.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of an issue that its front matter gives, under whatever name, also one level down in a
 * mapping such as {@code relations}. Immutable.
 *
 * @param read the values by field; the usual name comes first
 * @param other every other value, with the path of its key
 */
record FrontMatterFields(Map<IssueField, List<Given>> read, List<Given> other) {
  private static final Set<String> CONTAINERS =
      Set.of(
          "relations", "relation", "relationships", "links", "dependencies", "dependency", "deps");
  private static final int DEEPEST = 4;

  /** A value and the path of its key, such as {@code relations.blocked_by}. */
  record Given(String name, YamlValue key, YamlValue value) {
    /** Returns the line of its key in the file, counted from 1. */
    int line() {
      return key.span().line() + 2;
    }

    /** Returns the value, if it is a word or text that is not blank. */
    Optional<String> word() {
      return Optional.of(value)
          .filter(YamlValue::isScalar)
          .map(scalar -> scalar.text().strip())
          .filter(text -> !FrontMatter.isNothing(text));
    }

    /** Returns the value on one line. */
    String text() {
      return value.text().strip().replaceAll("\\s+", " ");
    }
  }

  static FrontMatterFields of(FrontMatter front) {
    FrontMatterFields fields =
        new FrontMatterFields(new EnumMap<>(IssueField.class), new ArrayList<>());
    for (Entry entry : front.entries().values()) {
      fields.add(new Given(entry.key().text(), entry.key(), entry.value()));
    }
    return fields;
  }

  private void add(Given given) {
    Optional<IssueField> field = IssueField.of(given.name());
    boolean nested =
        given.value().kind() == Kind.MAPPING
            && CONTAINERS.contains(IssueField.fold(given.name()))
            && pairs(given.value()).stream()
                .anyMatch(each -> IssueField.of(each.key().text()).isPresent());
    if (nested) {
      for (Entry entry : pairs(given.value())) {
        String key = entry.key().text();
        put(
            IssueField.of(key).filter(each -> each.isOrder() || each == IssueField.PARENT),
            new Given(given.name() + "." + key, entry.key(), entry.value()));
      }
    } else {
      put(field, given);
    }
  }

  static List<Entry> pairs(YamlValue mapping) {
    List<Entry> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < mapping.items().size(); i += 2) {
      pairs.add(new Entry(mapping.items().get(i), mapping.items().get(i + 1)));
    }
    return pairs;
  }

  private void put(Optional<IssueField> field, Given given) {
    if (field.isEmpty()) {
      flatten(given, 0);
      return;
    }
    List<Given> all = read.computeIfAbsent(field.get(), key -> new ArrayList<>());
    all.add(IssueField.fold(given.name()).equals(field.get().usual()) ? 0 : all.size(), given);
  }

  /** Adds {@code given} to the values that are not read, and what is in it if it is a mapping. */
  private void flatten(Given given, int depth) {
    other.add(given);
    if (depth < DEEPEST && given.value().kind() == Kind.MAPPING) {
      for (Entry entry : pairs(given.value())) {
        String name = given.name() + "." + entry.key().text();
        flatten(new Given(name, entry.key(), entry.value()), depth + 1);
      }
    } else if (depth < DEEPEST && given.value().kind() == Kind.LIST) {
      for (YamlValue item : given.value().items()) {
        if (item.kind() == Kind.MAPPING) {
          for (Entry entry : pairs(item)) {
            String name = given.name() + "[]." + entry.key().text();
            flatten(new Given(name, entry.key(), entry.value()), depth + 1);
          }
        }
      }
    }
  }

  /** Returns the values of {@code field}. */
  List<Given> of(IssueField field) {
    return read.getOrDefault(field, List.of());
  }

  /** Returns the first word that is given for {@code field}. */
  Optional<Given> first(IssueField field) {
    return of(field).stream().filter(given -> given.word().isPresent()).findFirst();
  }
}
