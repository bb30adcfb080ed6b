package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The other names of a backlog's issues: the id in the name of an issue's file, the bare number of
 * an id, and an id with or without leading zeros. A reference counts for the issue with exactly
 * that id if there is one, and else for the issue with that other name; if several have it, for all
 * of them, which is a finding. Immutable.
 */
final class IssueAliases {
  private static final Pattern NUMBERED = Pattern.compile("(.*-)?0*([0-9]+)");

  private final Set<IssueId> ids = new HashSet<>();
  private final Map<IssueId, Set<IssueId>> byFileName = new TreeMap<>();
  private final Map<String, Set<IssueId>> byNumber = new TreeMap<>();

  private IssueAliases(Collection<ParsedIssueFile> files) {
    files.stream().flatMap(file -> file.issue().stream()).forEach(this::add);
  }

  /** Returns {@code files}, in which every reference that has one names the id of its issue. */
  static List<ParsedIssueFile> resolve(Collection<ParsedIssueFile> files) {
    IssueAliases aliases = new IssueAliases(files);
    return files.stream().map(aliases::resolve).toList();
  }

  private void add(Issue issue) {
    IssueId id = issue.id();
    ids.add(id);
    issue
        .file()
        .flatMap(path -> IssueFileName.ofPath(path).id())
        .filter(named -> !named.equals(id))
        .ifPresent(named -> put(byFileName, named, id));
    for (String number : numbers(id)) {
      put(byNumber, number, id);
    }
  }

  private static <K> void put(Map<K, Set<IssueId>> map, K name, IssueId id) {
    map.computeIfAbsent(name, key -> new TreeSet<>()).add(id);
  }

  /** Returns the number of {@code id} without and with what is in front of it. */
  private static Set<String> numbers(IssueId id) {
    Set<String> numbers = new LinkedHashSet<>();
    Matcher numbered = NUMBERED.matcher(id.value());
    if (numbered.matches()) {
      numbers.add(numbered.group(2));
      numbers.add(canonical(numbered));
    }
    return numbers;
  }

  private static String canonical(Matcher numbered) {
    String prefix = Optional.ofNullable(numbered.group(1)).orElse("");
    return prefix.toLowerCase(Locale.ROOT) + numbered.group(2);
  }

  /** Returns the issues that {@code name} may mean, or none. */
  private Set<IssueId> meant(IssueId name) {
    if (ids.contains(name)) {
      return Set.of(name);
    }
    Set<IssueId> named = byFileName.getOrDefault(name, Set.of());
    if (!named.isEmpty()) {
      return named;
    }
    Matcher numbered = NUMBERED.matcher(name.value());
    return numbered.matches() ? byNumber.getOrDefault(canonical(numbered), Set.of()) : Set.of();
  }

  private ParsedIssueFile resolve(ParsedIssueFile file) {
    if (file.issue().isEmpty()) {
      return file;
    }
    Issue issue = file.issue().get();
    Map<IssueId, Finding> unclear = new LinkedHashMap<>();
    Resolution resolution = new Resolution(issue, unclear);
    Map<IssueId, Integer> blockedBy = resolution.of(file.blockedByLines());
    Map<IssueId, Integer> blocks = resolution.of(file.blocks());
    Set<IssueId> dependsOn = new LinkedHashSet<>();
    issue.dependsOn().forEach(id -> dependsOn.addAll(resolution.of(id, 0)));
    Optional<IssueId> parent =
        issue
            .parent()
            .map(id -> meant(id))
            .filter(all -> all.size() == 1)
            .map(all -> all.iterator().next())
            .or(issue::parent);
    List<Finding> findings = new ArrayList<>(file.findings());
    findings.addAll(unclear.values());
    return new ParsedIssueFile(
        Optional.of(
            issue.toBuilder()
                .blockedBy(blockedBy.keySet())
                .blocks(blocks.keySet())
                .dependsOn(dependsOn)
                .parent(parent)
                .build()),
        blocks,
        blockedBy,
        file.unread(),
        findings);
  }

  /** Resolves the references of one issue. */
  private final class Resolution {
    private final Issue issue;
    private final Map<IssueId, Finding> unclear;

    Resolution(Issue issue, Map<IssueId, Finding> unclear) {
      this.issue = issue;
      this.unclear = unclear;
    }

    Map<IssueId, Integer> of(Map<IssueId, Integer> named) {
      Map<IssueId, Integer> resolved = new LinkedHashMap<>();
      named.forEach((id, line) -> of(id, line).forEach(one -> resolved.putIfAbsent(one, line)));
      return resolved;
    }

    Set<IssueId> of(IssueId name, int line) {
      Set<IssueId> meant = new TreeSet<>(meant(name));
      if (meant.isEmpty()) {
        return Set.of(name);
      }
      if (meant.size() > 1) {
        meant.remove(issue.id());
        String all = meant.stream().map(IssueId::value).collect(Collectors.joining(" and "));
        unclear.put(
            name,
            Finding.error(
                    issue.locator(),
                    line,
                    issue.id() + " names " + name + ", which may be " + all + "; all of them count",
                    "write the id that is in the front matter of the issue you mean")
                .about(Set.of(issue.id())));
      }
      return meant;
    }
  }
}
