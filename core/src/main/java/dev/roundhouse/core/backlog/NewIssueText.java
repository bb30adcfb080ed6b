package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The text of a new issue's file. Immutable.
 *
 * @param path the file
 * @param id the issue
 * @param type its type
 * @param draft everything else
 * @param at the time of filing
 */
record NewIssueText(String path, IssueId id, IssueType type, IssueDraft draft, Instant at) {
  /**
   * Returns the content of the file, which reads as the draft says.
   *
   * @param full whether the front matter says everything, as in files that have one; otherwise it
   *     has only what would not be known without it, and is left out if that is nothing
   * @throws IllegalArgumentException if no content does
   */
  byte[] written(boolean full) {
    for (byte[] each : List.of(text(full, false), text(full, true), text(true, true))) {
      if (read(each).filter(this::isAsDrafted).isPresent()) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "the issue cannot be written as a file: the type "
            + type
            + ", or a line of the text, would be read as something else");
  }

  /** Returns the issue that the file with this content is. */
  Optional<Issue> read(byte[] content) {
    return new IssueParser(path).parse(content).issue();
  }

  private boolean isAsDrafted(Issue issue) {
    return issue.id().equals(id)
        && issue.title().equals(draft.title())
        && issue.type().equals(type)
        && issue.priority().equals(draft.priority())
        && issue.status().isWorkable()
        && issue.labels().equals(draft.labels())
        && issue.blockedBy().containsAll(draft.blockedBy());
  }

  private byte[] text(boolean full, boolean withTitle) {
    String front = front(full, withTitle);
    String fenced = front.isEmpty() ? "" : "---\n" + front + "---\n\n";
    String body = draft.body().strip();
    String text = fenced + "# " + draft.title() + "\n" + (body.isEmpty() ? "" : "\n" + body + "\n");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String front(boolean full, boolean withTitle) {
    IssueFileName name = IssueFileName.ofPath(path);
    StringBuilder front = new StringBuilder();
    if (full || !name.id().equals(Optional.of(id))) {
      front.append("id: ").append(id).append('\n');
    }
    if (withTitle) {
      front.append("title: ").append(quoted(draft.title())).append('\n');
    }
    if (full ? !type.equals(IssueType.NONE) : !name.type().orElse(IssueType.NONE).equals(type)) {
      front.append("type: ").append(word(type.name())).append('\n');
    }
    if (full || !name.priority().orElse(Priority.DEFAULT).equals(draft.priority())) {
      front.append("priority: ").append(draft.priority()).append('\n');
    }
    front.append(full ? "status: open\n" : "");
    front.append(list("labels", draft.labels()));
    front.append(list("blocked_by", draft.blockedBy().stream().map(IssueId::value).toList()));
    if (full) {
      front.append("created_at: ").append(at.truncatedTo(ChronoUnit.SECONDS)).append('\n');
    }
    return front.toString();
  }

  private static String list(String key, Collection<String> words) {
    return words.isEmpty()
        ? ""
        : new TreeSet<>(words)
            .stream().map(NewIssueText::word).collect(Collectors.joining(", ", key + ": [", "]\n"));
  }

  private static String word(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9._-]*") ? text : quoted(text);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
