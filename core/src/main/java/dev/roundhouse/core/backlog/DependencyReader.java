package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.FrontMatter.Entry;
import dev.roundhouse.core.backlog.FrontMatterFields.Given;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.core.yaml.YamlValue.Kind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers the issues that one file names as its blockers, as what it depends on and as what it
 * blocks: in its front matter, under headings and in the fields at the top of its text. For one
 * file.
 */
final class DependencyReader {
  private static final Set<String> ID_KEYS = Set.of("id", "issue", "issue_id", "task", "task_id");

  private final String path;
  private final List<Finding> findings;
  private final Map<IssueField, Map<IssueId, Integer>> ids = new EnumMap<>(IssueField.class);
  private boolean isUnclear;

  /** Creates a reader of the file at {@code path} that adds to {@code findings}. */
  DependencyReader(String path, List<Finding> findings) {
    this.path = path;
    this.findings = findings;
  }

  /** Reads what the front matter gives, and then what the text adds to it. */
  void read(FrontMatterFields front, MarkdownSections sections) {
    for (IssueField field : IssueField.values()) {
      if (field.isOrder()) {
        front.of(field).forEach(given -> read(field, given, given.value()));
        sections.listed(field).forEach((id, line) -> add(field, id, line));
      }
    }
    for (BodyField each : sections.fields()) {
      Optional<IssueField> field = IssueField.of(each.name()).filter(IssueField::isOrder);
      IssueIdList list = IssueIdList.of(each.value());
      if (each.isHead() && field.isPresent() && list.isNumbered()) {
        list.ids().forEach(id -> add(field.get(), id, each.line()));
      }
    }
  }

  private void read(IssueField field, Given given, YamlValue value) {
    if (value.kind() == Kind.LIST) {
      value.items().forEach(item -> read(field, given, item));
      return;
    }
    int line = value.span().line() + 2;
    String text = value.text().strip().replaceAll("\\s+", " ");
    if (IssueIdList.isNone(text)) {
      return;
    }
    IssueIdList list = value.kind() == Kind.MAPPING ? keys(value) : IssueIdList.of(text);
    list.ids().forEach(id -> add(field, id, line));
    if (!list.isWhole()) {
      isUnclear = isUnclear || field == IssueField.BLOCKED_BY;
      findings.add(
          Finding.error(
              path,
              line,
              given.name() + " names '" + text + "', which is not a valid issue id",
              IssueParser.ID_HINT));
    }
  }

  /** Returns the ids of a mapping such as {@code BUG-7: the parser} or {@code id: BUG-7}. */
  private static IssueIdList keys(YamlValue mapping) {
    for (Entry each : FrontMatterFields.pairs(mapping)) {
      if (ID_KEYS.contains(IssueField.fold(each.key().text())) && each.value().isScalar()) {
        IssueIdList named = IssueIdList.of(each.value().text());
        return mapping.items().size() == 2 ? named : new IssueIdList(named.ids(), false);
      }
    }
    List<IssueIdList> named =
        FrontMatterFields.pairs(mapping).stream()
            .map(each -> IssueIdList.of(each.key().text()))
            .toList();
    return new IssueIdList(
        named.stream().flatMap(each -> each.ids().stream()).toList(),
        named.stream().allMatch(IssueIdList::isNumbered));
  }

  private void add(IssueField field, IssueId id, int line) {
    ids.computeIfAbsent(field, key -> new LinkedHashMap<>()).putIfAbsent(id, line);
  }

  /** Returns the issues named under {@code field}, with their lines. */
  Map<IssueId, Integer> of(IssueField field) {
    return ids.getOrDefault(field, Map.of());
  }

  /** Tells whether a blocker is named that cannot be read, so that the issue counts as blocked. */
  boolean isUnclear() {
    return isUnclear;
  }
}
