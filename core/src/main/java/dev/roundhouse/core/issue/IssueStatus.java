package dev.roundhouse.core.issue;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The status that an issue's file states; the ledger's lifecycle comes on top of this. */
public enum IssueStatus {
  /** May be worked on. */
  OPEN,
  /** May be worked on unless a live claim holds it. */
  IN_PROGRESS,
  /** Declared unworkable by a person. */
  BLOCKED,
  /** Postponed; still blocks the issues that wait for it. */
  DEFERRED,
  /** Finished; no longer blocks. */
  DONE,
  /** Will not be done; still blocks the issues that wait for it. */
  CANCELLED;

  private static final Map<String, IssueStatus> SYNONYMS =
      Map.ofEntries(
          Map.entry("open", OPEN),
          Map.entry("todo", OPEN),
          Map.entry("to-do", OPEN),
          Map.entry("new", OPEN),
          Map.entry("ready", OPEN),
          Map.entry("backlog", OPEN),
          Map.entry("pending", OPEN),
          Map.entry("not-started", OPEN),
          Map.entry("in-progress", IN_PROGRESS),
          Map.entry("wip", IN_PROGRESS),
          Map.entry("active", IN_PROGRESS),
          Map.entry("started", IN_PROGRESS),
          Map.entry("doing", IN_PROGRESS),
          Map.entry("blocked", BLOCKED),
          Map.entry("deferred", DEFERRED),
          Map.entry("draft", DEFERRED),
          Map.entry("postponed", DEFERRED),
          Map.entry("done", DONE),
          Map.entry("completed", DONE),
          Map.entry("complete", DONE),
          Map.entry("finished", DONE),
          Map.entry("closed", DONE),
          Map.entry("resolved", DONE),
          Map.entry("fixed", DONE),
          Map.entry("implemented", DONE),
          Map.entry("merged", DONE),
          Map.entry("cancelled", CANCELLED),
          Map.entry("canceled", CANCELLED),
          Map.entry("wontfix", CANCELLED),
          Map.entry("wont-fix", CANCELLED));

  /** Reads a status or one of its synonyms, in any case; empty for an unknown word. */
  public static Optional<IssueStatus> parse(String text) {
    String folded = text.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    return Optional.ofNullable(SYNONYMS.get(folded));
  }

  /** Returns the word written into files: {@code open}, {@code in_progress}, … */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether an issue with this status in its file may be worked on. */
  public boolean isWorkable() {
    return this == OPEN || this == IN_PROGRESS;
  }
}
