package dev.roundhouse.cli.command;

import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.Feedback;
import dev.roundhouse.core.text.Utf8Decoder;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the arguments that describe an issue, and refuses an invalid one by name. */
final class IssueArguments {
  private static final int LONGEST_BODY = 1 << 20;

  private IssueArguments() {}

  static Priority priority(String text) throws RefusedException {
    return Priority.parse(text)
        .orElseThrow(
            () ->
                RefusedException.input(
                    "priority must be P0 to P9, not '" + text + "'", "P0 is the most urgent"));
  }

  static String title(String text) throws RefusedException {
    if (text.isBlank()) {
      throw RefusedException.input("the title is blank", "describe the issue in one line");
    }
    return text.strip();
  }

  static IssueType type(String text) throws RefusedException {
    if (text.isBlank()) {
      throw RefusedException.input("the type is blank", "give one, such as BUG, or omit --type");
    }
    return new IssueType(text);
  }

  static IssueId id(String text) throws RefusedException {
    try {
      return new IssueId(text);
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.input(
          String.valueOf(malformed.getMessage()), "ids look like BUG-042, bd-a3f8 or 17");
    }
  }

  /** Refuses comments for an agent that are blank or too long. */
  static void requireSendable(String comments) throws RefusedException {
    if (comments.isBlank()) {
      throw RefusedException.input("--say has no text", "write what the agent should do");
    }
    if (comments.length() > Feedback.MAX_LENGTH) {
      throw RefusedException.input(
          "the text of --say has more than " + Feedback.MAX_LENGTH + " characters",
          "put what is long into a file of the repository, and name it in the text");
    }
  }

  /** Returns the content of {@code file}, or of standard input if that is {@code -}. */
  static String body(CommandContext parent, Path file) throws IOException, RefusedException {
    byte[] bytes =
        file.toString().equals("-")
            ? System.in.readNBytes(LONGEST_BODY + 1)
            : start(parent.directory().resolve(file));
    if (bytes.length > LONGEST_BODY) {
      throw RefusedException.input("the text is longer than 1 MB", "put it in files instead");
    }
    try {
      return Utf8Decoder.strictly(bytes);
    } catch (CharacterCodingException other) {
      throw RefusedException.input("the text is not UTF-8", Utf8Decoder.hint(bytes));
    }
  }

  private static byte[] start(Path file) throws RefusedException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LONGEST_BODY + 1);
    } catch (IOException unreadable) {
      throw RefusedException.input(
          "--body: " + FileErrors.describe(unreadable),
          "name a file with the text, or pipe the text itself into --body -");
    }
  }
}
