package dev.roundhouse.orchestrator.internal.agent;

import java.nio.file.Path;
import java.util.List;

/**
 * The way in which a program is given its prompt. Immutable.
 *
 * @param way the channel: standard input, an argument, or a file
 * @param option the option that names the file; empty for the other ways
 */
public record PromptDelivery(Way way, String option) {
  /**
   * Delivers the prompt on standard input: any length, and invisible to other users of the machine.
   */
  public static final PromptDelivery STDIN = new PromptDelivery(Way.STDIN, "");

  /**
   * Delivers the prompt as the last word, after {@code --}: at most 128 KiB on Linux, and visible
   * to every user.
   */
  public static final PromptDelivery ARGUMENT = new PromptDelivery(Way.ARGUMENT, "");

  /** The ways to pass a prompt. */
  public enum Way {
    /** On standard input. */
    STDIN,
    /**
     * Passes the prompt as the last word, after {@code --}, so that it is never taken for an
     * option.
     */
    ARGUMENT,
    /** In a file that an option names. */
    FILE
  }

  /**
   * Checks that there is an option exactly where one is needed.
   *
   * @throws IllegalArgumentException if an option is missing, or not needed
   */
  public PromptDelivery {
    if ((way == Way.FILE) != option.startsWith("-")) {
      throw new IllegalArgumentException(way + " does not go with the option '" + option + "'");
    }
  }

  /** Returns the delivery in the file that {@code option} names. */
  public static PromptDelivery file(String option) {
    return new PromptDelivery(Way.FILE, option);
  }

  /**
   * Returns the words that end the command line.
   *
   * @param prompt the prompt
   * @param file a file that holds the prompt, to which standard input must be redirected in any
   *     case
   */
  public List<String> words(String prompt, Path file) {
    return switch (way) {
      case STDIN -> List.of();
      case ARGUMENT -> List.of("--", prompt);
      case FILE -> List.of(option, file.toAbsolutePath().toString());
    };
  }

  /** Tells whether standard input holds the prompt; otherwise it must be empty. */
  public boolean onStandardInput() {
    return way == Way.STDIN;
  }
}
