package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * The message of the commit by which an issue lands: a person's template or the usual one, and
 * behind it, in a paragraph of their own, the trailers by which it is known again. What the issue
 * says is hostile input, and can add no trailer. Immutable.
 */
public final class LandingMessage {
  /** Every variable a template may have. */
  public static final Set<String> VARIABLES =
      Set.of(
          "issue.id",
          "issue.title",
          "issue.body",
          "issue.type",
          "issue.priority",
          "issue.labels",
          "attempt",
          "target");

  private static final int LONGEST = 10_000;

  private final Optional<Template> template;
  private final String target;

  /** Messages by {@code template} for landings on {@code target}. */
  public LandingMessage(Optional<Template> template, String target) {
    this.template = template;
    this.target = target;
  }

  /** The message for {@code work}; {@code authors} beside the commit's own are named in it. */
  String of(FinishedWork work, Collection<PersonIdent> authors) {
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
      return CommitMessages.subject(usual);
    }
    int end = text.indexOf('\n');
    String rest = end < 0 ? "" : text.substring(end).stripTrailing();
    String subject = CommitMessages.subject(end < 0 ? text : text.substring(0, end));
    return subject + cut(rest.replaceAll("[\\p{Cntrl}&&[^\n\t]]+", " "));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST)));
  }

  private Map<String, String> values(FinishedWork work) {
    Issue issue = work.issue();
    Map<String, String> values = new TreeMap<>();
    values.put("issue.id", issue.id().value());
    values.put("issue.title", CommitMessages.subject(issue.title()));
    values.put("issue.body", issue.body().strip());
    values.put("issue.type", issue.type().name());
    values.put("issue.priority", issue.priority().toString());
    values.put("issue.labels", String.join(", ", new TreeSet<>(issue.labels())));
    values.put("attempt", Integer.toString(work.number()));
    values.put("target", target);
    return values;
  }
}
