package dev.roundhouse.cli.completion;

import dev.roundhouse.cli.completion.Completion.Candidate;
import dev.roundhouse.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Answers the completion scripts of the shells, which call the program with {@link #WORD} and the
 * words typed so far. Each line of the answer is a word, a tab and its description; a line without
 * a word says that {@code files} or {@code directories} may follow, too. Writes nothing to the
 * repository. The shells take the answer as text and quote what they insert.
 */
public final class ShellCompletion {
  /** The first word of a command line that asks for an answer. */
  public static final String WORD = "__complete";

  private final Terminal terminal;

  private ShellCompletion(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Prints what may follow; nothing if that cannot be found out.
   *
   * @param root the program, with the commands that are typed
   * @param commands the word and the summary of every command
   * @param words the words after the program's, of which the last is at the cursor
   */
  public static void print(
      Terminal terminal, CommandSpec root, Map<String, String> commands, List<String> words) {
    PartialCommandLine line = new PartialCommandLine(root, words);
    List<Candidate> known =
        commands.entrySet().stream()
            .map(each -> new Candidate(each.getKey(), each.getValue()))
            .toList();
    new ShellCompletion(terminal)
        .print(Completion.of(line, known, new RepositoryValues(terminal, line)));
  }

  private void print(Completion.Answer answer) {
    answer.candidates().stream().filter(this::isOneWord).forEach(this::print);
    for (Completion.Paths each : answer.paths()) {
      terminal.out().print("\t" + each.name().toLowerCase(Locale.ROOT) + "\n");
    }
    terminal.out().flush();
  }

  /** Tells whether a terminal shows the word as it is, and a shell can read it from one line. */
  private boolean isOneWord(Candidate candidate) {
    String value = candidate.value();
    return !value.isEmpty()
        && value.indexOf('\n') < 0
        && value.indexOf('\t') < 0
        && terminal.safe(value).equals(value);
  }

  private void print(Candidate each) {
    String description = terminal.safe(each.description().replaceAll("\\s+", " ")).strip();
    terminal.out().print(each.value() + (description.isEmpty() ? "" : "\t" + description) + "\n");
  }
}
