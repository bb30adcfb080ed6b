package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that sends an issue back to its agent with a person's comments. */
final class SayFlag {
  @Option(
      names = "--say",
      paramLabel = "TEXT",
      description = "your comments for the agent, which goes on from its work")
  private @Nullable String say;

  /** Tells whether there are comments. */
  boolean isTyped() {
    return say != null;
  }

  /**
   * Returns the comments, if there are any.
   *
   * @throws RefusedException if they are empty or too long
   */
  Optional<String> comments() throws RefusedException {
    if (say != null) {
      IssueArguments.requireSendable(say);
    }
    return Optional.ofNullable(say);
  }
}
