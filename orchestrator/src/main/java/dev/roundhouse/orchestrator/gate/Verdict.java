package dev.roundhouse.orchestrator.gate;

/** What a gate says of a tree. Immutable. */
public sealed interface Verdict {
  /** It may land. */
  record Green() implements Verdict {}

  /**
   * It may not.
   *
   * @param reason one line
   * @param evidence the end of the gate's output
   */
  record Red(String reason, String evidence) implements Verdict {}

  /**
   * The gate came to no end of its own: a signal or its time limit ended it.
   *
   * @param reason one line
   * @param evidence the end of the gate's output
   */
  record Undecided(String reason, String evidence) implements Verdict {}

  /** The run was interrupted before the gate ended. */
  record Interrupted() implements Verdict {}
}
