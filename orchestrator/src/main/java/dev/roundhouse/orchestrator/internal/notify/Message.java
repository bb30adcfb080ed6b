package dev.roundhouse.orchestrator.internal.notify;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.options.DeliveryOptions.Occasion;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.RunReport;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said of one event. Immutable.
 *
 * @param on the occasions of the message
 * @param text what happened, in one sentence
 * @param json the event, as {@code --events} has it, with {@code on} and {@code text}
 */
record Message(Set<Occasion> on, String text, ObjectNode json) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<LifecycleStatus> GIVEN_UP =
      EnumSet.of(
          LifecycleStatus.FAILED,
          LifecycleStatus.REJECTED,
          LifecycleStatus.CONFLICTED,
          LifecycleStatus.NO_CHANGE);

  /**
   * Returns the message about {@code event}, whose JSON is {@code line}; empty if it is no news.
   */
  static Optional<Message> of(RunEvent event, String line) {
    Set<Occasion> on = occasions(event);
    if (on.isEmpty()) {
      return Optional.empty();
    }
    String text = sentence(event);
    ObjectNode json = (ObjectNode) JSON.readTree(line);
    on.forEach(each -> json.withArray("on").add(word(each)));
    json.put("text", text);
    return Optional.of(new Message(Set.copyOf(on), text, json));
  }

  /** Returns a test message. */
  static Message trial(InstantSource clock) {
    String text = "Roundhouse can notify you here";
    AtomicReference<String> line = new AtomicReference<>("");
    RunListener.jsonLines(clock, line::set).on(new RunEvent.Noticed(false, text));
    ObjectNode json = (ObjectNode) JSON.readTree(line.get());
    json.withArray("on");
    return new Message(Set.of(), text, json.put("text", text));
  }

  private static Set<Occasion> occasions(RunEvent event) {
    Set<Occasion> on = EnumSet.noneOf(Occasion.class);
    if (event instanceof RunEvent.Landed || event instanceof RunEvent.Branched) {
      on.add(Occasion.LANDED);
    } else if (event instanceof RunEvent.Returned returned) {
      returned(returned.next(), on);
    } else if (event instanceof RunEvent.FollowUpFiled filed && filed.held()) {
      on.add(Occasion.NEEDS_PERSON);
    } else if (event instanceof RunEvent.TargetWaits) {
      on.add(Occasion.NEEDS_PERSON);
    } else if (event instanceof RunEvent.Aborted) {
      on.addAll(Set.of(Occasion.FINISHED, Occasion.NEEDS_PERSON));
    } else if (event instanceof RunEvent.Finished finished) {
      on.add(Occasion.FINISHED);
      if (finished.report().ending() == RunReport.Ending.HELD) {
        on.add(Occasion.NEEDS_PERSON);
      }
    }
    return on;
  }

  private static void returned(LifecycleStatus next, Set<Occasion> on) {
    if (GIVEN_UP.contains(next)) {
      on.add(Occasion.FAILED);
    }
    if (GIVEN_UP.contains(next)
        || next == LifecycleStatus.AWAITING_APPROVAL
        || next == LifecycleStatus.NOT_READY) {
      on.add(Occasion.NEEDS_PERSON);
    }
  }

  private static String sentence(RunEvent event) {
    if (event instanceof RunEvent.Landed landed) {
      String tested = landed.tested() ? "" : ", untested";
      return landed.issue() + " landed as " + landed.commit().substring(0, 7) + tested;
    } else if (event instanceof RunEvent.Branched left) {
      return left.issue() + " is on the branch " + left.branch();
    } else if (event instanceof RunEvent.Returned returned) {
      return returned.issue() + " is " + returned.next().word() + ": " + returned.reason();
    } else if (event instanceof RunEvent.FollowUpFiled filed) {
      return filed.followUp() + " was filed and waits for approval: " + filed.title();
    } else if (event instanceof RunEvent.TargetWaits waits) {
      return waits.target() + " was not updated: " + waits.reason();
    } else if (event instanceof RunEvent.Aborted aborted) {
      return "The run ended with an error: " + aborted.reason();
    } else if (event instanceof RunEvent.Finished finished) {
      return finished(finished.report());
    }
    throw new IllegalStateException("no sentence is known for " + event.getClass().getName());
  }

  private static String finished(RunReport report) {
    long open = report.issues().stream().filter(each -> !each.isSettled()).count();
    String note = report.note().isEmpty() ? "" : ": " + report.note();
    return "Run "
        + report.ending().word()
        + note
        + "; "
        + report.landed()
        + " landed on "
        + report.target()
        + ", "
        + open
        + " not done";
  }

  /** Returns the variables that a command gets besides its usual environment. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ROUNDHOUSE_EVENT", json.path("kind").asString());
    variables.put("ROUNDHOUSE_TEXT", text.replace('\0', ' '));
    List.of("run", "issue")
        .forEach(
            key -> {
              JsonNode value = json.path(key);
              if (value.isString()) {
                variables.put(
                    key.equals("run") ? "ROUNDHOUSE_RUN_ID" : "ROUNDHOUSE_ISSUE_ID",
                    value.asString());
              }
            });
    return variables;
  }

  /** Returns what it is about, for messages about it. */
  String subject() {
    JsonNode issue = json.path("issue");
    String kind = json.path("kind").asString();
    return issue.isString() ? kind + " of " + new IssueId(issue.asString()) : kind;
  }

  private static String word(Occasion occasion) {
    return occasion.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
