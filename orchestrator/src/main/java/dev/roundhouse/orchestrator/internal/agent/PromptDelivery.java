package dev.roundhouse.orchestrator.internal.agent;

import java.nio.file.Path;
import java.util.List;

/**
 * How a program is given its prompt. Immutable.
 *
 * @param way on its standard input, as a word, or as a file
 * @param option the option that names the file; empty for the other ways
 */
public record PromptDelivery(Way way, String option) {
  /** On standard input: any length, and visible to no other user of the machine. */
  public static final PromptDelivery STDIN = new PromptDelivery(Way.STDIN, "");

  /** As the last word, after {@code --}: at most 128 KiB on Linux, and visible to everybody. */
  public static final PromptDelivery ARGUMENT = new PromptDelivery(Way.ARGUMENT, "");

  /** A way to pass a prompt. */
  public enum Way {
    /** On standard input. */
    STDIN,
    /** As the last word, after {@code --}, so that no prompt is taken for an option. */
    ARGUMENT,
    /** In a file that an option names. */
    FILE
  }

  /**
   * Checks that there is an option exactly where one is needed.
   *
   * @throws IllegalArgumentException if not
   */
  public PromptDelivery {
    if ((way == Way.FILE) != option.startsWith("-")) {
      throw new IllegalArgumentException(way + " does not go with the option '" + option + "'");
    }
  }

  /** In the file that {@code option} names. */
  public static PromptDelivery file(String option) {
    return new PromptDelivery(Way.FILE, option);
  }

  /**
   * The words that end the command line.
   *
   * @param prompt the prompt
   * @param file a file that holds it, for which standard input is to be redirected in any case
   */
  public List<String> words(String prompt, Path file) {
    return switch (way) {
      case STDIN -> List.of();
      case ARGUMENT -> List.of("--", prompt);
      case FILE -> List.of(option, file.toAbsolutePath().toString());
    };
  }

  /** Whether standard input is to hold the prompt; else it is to be empty. */
  public boolean onStandardInput() {
    return way == Way.STDIN;
  }
}
