package dev.roundhouse.orchestrator.agent;

/**
 * Renders the output of an agent for people, piece by piece as it is printed. It needs no more
 * memory than one line, whatever the output holds. Not safe for use by several threads.
 */
public interface AgentTranscript {
  /** Takes the next piece of the output, which may begin and end anywhere in a line. */
  void take(String piece);

  /** Notes that the output is over, which gives the result of what was seen. */
  void end();

  /** The kinds of entries. */
  enum Kind {
    /** The words of the agent. */
    TEXT,
    /** A tool that it uses. */
    TOOL,
    /** Something that went wrong; or a tool that failed, if the entry has a head. */
    ERROR,
    /** The end of its work and what it used. */
    RESULT,
    /** A line that is not understood, as it was printed. */
    LINE,
    /** A piece of a line, as it was printed; the rest of the line is the next entry. */
    PIECE
  }

  /**
   * One entry. Its text may hold anything that an agent can print.
   *
   * @param kind its kind
   * @param head the name of a tool, or how the work ended; otherwise empty
   * @param text the text; one line, except of {@link Kind#TEXT}
   */
  record Entry(Kind kind, String head, String text) {}
}
