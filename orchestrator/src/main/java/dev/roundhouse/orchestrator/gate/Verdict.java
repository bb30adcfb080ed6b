package dev.roundhouse.orchestrator.gate;

/** What a gate says of a tree. Immutable. */
public sealed interface Verdict {
  /** It may land. */
  record Green() implements Verdict {}

  /**
   * It may not.
   *
   * @param reason one line
   * @param seen what the gate left to be seen
   */
  record Red(String reason, Evidence seen) implements Verdict {
    /** Red, of which only {@code output} is known. */
    public Red(String reason, String output) {
      this(reason, Evidence.of(output));
    }

    /** What the gate left to be seen, as text of bounded length. */
    public String evidence() {
      return seen.text();
    }
  }

  /**
   * The gate came to no end of its own: a signal or its time limit ended it, or it never began.
   *
   * @param reason one line
   * @param evidence the end of the gate's output
   * @param environmental whether the tree cannot be the cause: the gate was never run
   */
  record Undecided(String reason, String evidence, boolean environmental) implements Verdict {
    /** The gate was run, and something ended it. */
    public Undecided(String reason, String evidence) {
      this(reason, evidence, false);
    }

    /** The gate was not run, for want of something it needs. */
    public static Undecided forWantOf(String reason) {
      return new Undecided(reason, "", true);
    }
  }

  /** The run was interrupted before the gate ended. */
  record Interrupted() implements Verdict {}
}
