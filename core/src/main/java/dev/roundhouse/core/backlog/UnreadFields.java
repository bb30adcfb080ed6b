package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reports what is not read in the files of a backlog, one finding for each kind. Stateless. */
final class UnreadFields {
  private static final String HINT =
      "write it in the front matter as blocked_by, depends_on, blocks, status or priority, or rename"
          + " it";

  private UnreadFields() {}

  /** Returns a finding for each kind, at its first place and with its number. */
  static List<Finding> report(Collection<ParsedIssueFile> files) {
    Map<String, List<Place>> kinds = new TreeMap<>();
    for (ParsedIssueFile file : files) {
      for (UnreadField each : file.unread()) {
        kinds.computeIfAbsent(each.kind(), kind -> new ArrayList<>()).add(new Place(file, each));
      }
    }
    return kinds.values().stream().map(UnreadFields::report).toList();
  }

  private static Finding report(List<Place> places) {
    Place first = places.get(0);
    Set<IssueId> issues = places.stream().map(Place::id).collect(Collectors.toSet());
    String count = issues.size() == 1 ? "1 issue" : issues.size() + " issues";
    return Finding.warning(
            first.file().issue().orElseThrow().locator(),
            first.field().line(),
            Finding.UNREAD
                + first.field().kind()
                + ": "
                + count
                + ", here '"
                + first.field().text()
                + "'",
            HINT)
        .about(issues);
  }

  /** One of a kind, and its file. */
  private record Place(ParsedIssueFile file, UnreadField field) {
    IssueId id() {
      return file.issue().orElseThrow().id();
    }
  }
}
