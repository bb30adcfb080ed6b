package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The way in which a program goes on in an earlier session of its own, and what it prints if it
 * cannot. Immutable.
 *
 * @param words the words that end its command line, before the session's id
 * @param after the words after the id
 * @param unfit options of a user with which there is no session to go on in, or another one
 * @param refusal the beginning of the line that says that the session could not be resumed
 * @param countsSession true if the tokens it reports are those of the whole session, the earlier
 *     runs included
 */
public record SessionResumption(
    List<String> words,
    List<String> after,
    Set<String> unfit,
    String refusal,
    boolean countsSession) {
  /** A name that is not a UUID is a title to some programs, and a new session to others. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Copies the collections. */
  public SessionResumption {
    words = List.copyOf(words);
    after = List.copyOf(after);
    unfit = Set.copyOf(unfit);
  }

  /**
   * Returns {@code argv}, with which the program starts a session, for going on in {@code session};
   * empty if the id, which may hold anything, is not one.
   */
  Optional<List<String>> of(List<String> argv, String session) {
    if (!ID.matcher(session).matches()) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>(argv);
    all.addAll(words);
    all.add(session);
    all.addAll(after);
    return Optional.of(List.copyOf(all));
  }

  /**
   * Tells whether a run ended because there was no such session, before its model was asked
   * anything: never if its service failed or its account was refused.
   */
  boolean failed(AgentEnding ending, AgentReport report, Path log) throws IOException {
    boolean hasBegun =
        report.toolUses() > 0
            || !report.lastMessage().isEmpty()
            || !report.tokens().equals(Tokens.NONE);
    if (!(ending instanceof AgentEnding.Exited exited)
        || exited.code() == 0
        || hasBegun
        || report.refusal().isPresent()) {
      return false;
    }
    boolean[] isSaid = {false};
    BoundedLines.feed(log, line -> isSaid[0] |= line.startsWith(refusal));
    return isSaid[0];
  }
}
