package dev.roundhouse.orchestrator.gate;

/** The verdict of a gate on a tree. Immutable. */
public sealed interface Verdict {
  /** The tree may land. */
  record Green() implements Verdict {}

  /**
   * The tree may not land.
   *
   * @param reason one line
   * @param seen the evidence
   */
  record Red(String reason, Evidence seen) implements Verdict {
    /** Creates a red verdict of which only {@code output} is known. */
    public Red(String reason, String output) {
      this(reason, Evidence.of(output));
    }

    /** Returns the evidence as text of bounded length. */
    public String evidence() {
      return seen.text();
    }
  }

  /**
   * The gate did not finish: a signal or its time limit ended it, or it never started.
   *
   * @param reason one line
   * @param evidence the end of the gate's output
   * @param environmental true if the tree cannot be the cause, because the gate was never run
   */
  record Undecided(String reason, String evidence, boolean environmental) implements Verdict {
    /** Creates a verdict for a gate that was run and then ended from outside. */
    public Undecided(String reason, String evidence) {
      this(reason, evidence, false);
    }

    /** Returns a verdict for a gate that was not run because something it needs is missing. */
    public static Undecided forWantOf(String reason) {
      return new Undecided(reason, "", true);
    }
  }

  /** The run was interrupted before the gate ended. */
  record Interrupted() implements Verdict {}
}
