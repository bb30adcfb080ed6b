package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.core.text.Utf8Decoder;
import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.landing.CommitMessages;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Reads templates from files of the checkout before a run begins. Stateless. */
final class TemplateFile {
  private static final long LARGEST = 1 << 20;

  private TemplateFile() {}

  static Template prompt(Path checkout, String name) throws IOException, RefusedException {
    return read(checkout, "prompt template", name, Template.VARIABLES);
  }

  static Template message(Path checkout, String name) throws IOException, RefusedException {
    return read(checkout, "landing message template", name, CommitMessages.VARIABLES);
  }

  private static Template read(Path checkout, String what, String name, Set<String> variables)
      throws IOException, RefusedException {
    Path file = checkout.resolve(name).normalize();
    if (!file.startsWith(checkout)
        || !Files.isReadable(file)
        || !Files.isRegularFile(file)
        || Files.size(file) > LARGEST) {
      throw RefusedException.input(
          "the " + what + " " + name + " is not a readable file in the checkout",
          "the path is relative to " + checkout);
    }
    byte[] content = Files.readAllBytes(file);
    try {
      return Template.parse(name, Utf8Decoder.strictly(content), variables);
    } catch (CharacterCodingException broken) {
      throw RefusedException.input(
          "the " + what + " " + name + ":" + Utf8Decoder.badLine(content) + ": not valid UTF-8",
          Utf8Decoder.hint(content));
    } catch (IllegalArgumentException wrong) {
      throw RefusedException.input(
          String.valueOf(wrong.getMessage()),
          "the variables are " + String.join(", ", variables.stream().sorted().toList()));
    }
  }
}
