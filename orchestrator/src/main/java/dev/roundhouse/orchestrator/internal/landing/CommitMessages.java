package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Writes the messages of our commits. The text of an issue is hostile input: its title is one line,
 * and nothing in it can add a trailer. Immutable.
 */
public final class CommitMessages {
  /** The variables that a template for landing messages may have. */
  public static final Set<String> VARIABLES =
      Set.of(
          "issue.id",
          "issue.title",
          "issue.body",
          "issue.type",
          "issue.priority",
          "issue.labels",
          "issue.extra.*",
          "attempt",
          "target");

  private static final int LONGEST = 10_000;
  private static final int SUBJECT = 100;

  private final Optional<Template> template;
  private final String target;

  /** Creates messages for landings on {@code target}, by {@code template} or the usual one. */
  CommitMessages(Optional<Template> template, String target) {
    this.template = template;
    this.target = target;
  }

  /** Returns the message of the commit that merges the user's commits on {@code target}. */
  static String sync(String target) {
    return subject("Merge " + target + " into what has landed")
        + "\n\nRoundhouse-Sync: "
        + target
        + "\n";
  }

  /** Returns the message of the commit on {@code target} that marks {@code issues} done. */
  static String marks(String target, Collection<IssueId> issues) {
    String ids = issues.stream().map(IssueId::value).collect(Collectors.joining(", "));
    return subject("Mark " + ids + " done") + "\n\nRoundhouse-Sync: " + target + "\n";
  }

  /**
   * Returns the message of the commit that lands {@code work}: a text, followed by a paragraph of
   * trailers that identify it.
   *
   * @param authors further authors besides the commit's own, named in the message
   */
  String landing(FinishedWork work, Collection<PersonIdent> authors) {
    Set<String> trailers = new LinkedHashSet<>();
    for (PersonIdent each : authors) {
      trailers.add("Co-authored-by: " + each.getName() + " <" + each.getEmailAddress() + ">");
    }
    trailers.add("Roundhouse-Issue: " + work.issue().id());
    trailers.add("Roundhouse-Attempt: " + work.attempt());
    return text(work) + "\n\n" + String.join("\n", trailers) + "\n";
  }

  private String text(FinishedWork work) {
    String usual = work.issue().id() + ": " + work.issue().title();
    String text = template.map(form -> form.fill(values(work))).orElse("").strip();
    if (text.isEmpty()) {
      return subject(usual);
    }
    int end = text.indexOf('\n');
    String rest = end < 0 ? "" : text.substring(end).stripTrailing();
    String subject = subject(end < 0 ? text : text.substring(0, end));
    return subject + cut(rest.replaceAll("[\\p{Cntrl}&&[^\n\t]]+", " "));
  }

  /** Returns {@code text} as one line of limited length. */
  private static String subject(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    int end = line.offsetByCodePoints(0, Math.min(SUBJECT, line.codePointCount(0, line.length())));
    return line.substring(0, end);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST)));
  }

  private Map<String, String> values(FinishedWork work) {
    Issue issue = work.issue();
    Map<String, String> values = new TreeMap<>();
    Template.extra(issue).forEach((name, value) -> values.put(name, subject(value)));
    values.put("issue.id", issue.id().value());
    values.put("issue.title", subject(issue.title()));
    values.put("issue.body", issue.body().strip());
    values.put("issue.type", issue.type().name());
    values.put("issue.priority", issue.priority().toString());
    values.put("issue.labels", String.join(", ", new TreeSet<>(issue.labels())));
    values.put("attempt", Integer.toString(work.number()));
    values.put("target", target);
    return values;
  }
}
