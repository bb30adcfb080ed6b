package dev.roundhouse.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roundhouse.cli.terminal.ForegroundProgram;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints a text that may be longer than a screen: to a person through a pager, as git does it, and
 * without anything else that a terminal obeys but colours; to a program as it is.
 */
public final class PagedText {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[mK]");

  private static final int BLOCK = 8192;
  private static final int LONGEST = 32; // characters of a colour

  private final Terminal terminal;
  private final Path directory;

  /** Creates a printer for {@code terminal}, whose pager is started in {@code directory}. */
  public PagedText(Terminal terminal, Path directory) {
    this.terminal = terminal;
    this.directory = directory;
  }

  /**
   * Prints the content of {@code file}.
   *
   * @param pager the command line of a pager, for a shell; empty for none
   * @throws IOException if the file cannot be read, or a pager cannot be started
   */
  public void print(Path file, Optional<String> pager) throws IOException, InterruptedException {
    terminal.out().flush();
    terminal.err().flush();
    if (!terminal.live()) {
      copy(file);
    } else if (pager.isPresent()) {
      page(file, pager.get());
    } else {
      show(file);
    }
  }

  /** Copies the file, byte for byte; what is not UTF-8 cannot go through a writer. */
  private void copy(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      reader.transferTo(Writer.nullWriter());
    } catch (CharacterCodingException bytes) {
      Files.copy(file, System.out); // Main reports a failure
      return;
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      reader.transferTo(terminal.out());
      terminal.out().flush();
    }
  }

  private void page(Path file, String pager) throws IOException, InterruptedException {
    Map<String, String> variables = new HashMap<>(Map.of("LESS", "FRX", "LV", "-c"));
    variables.keySet().removeAll(terminal.environment().keySet());
    new ForegroundProgram(terminal, directory, variables).run(List.of("sh", "-c", pager), file);
  }

  /** Prints the text to a screen, with its colours, in pieces of any length. */
  private void show(Path file) throws IOException {
    try (Reader reader = new InputStreamReader(Files.newInputStream(file), UTF_8)) {
      char[] block = new char[BLOCK];
      StringBuilder text = new StringBuilder();
      for (int n = reader.read(block); n >= 0; n = reader.read(block)) {
        text.append(block, 0, n);
        int begun = text.lastIndexOf("\u001b");
        boolean isCut = begun >= 0 && begun > text.length() - LONGEST; // perhaps in a colour
        int end = isCut ? begun : text.length();
        terminal.out().print(safe(text.substring(0, end)));
        text.delete(0, end);
      }
      terminal.out().print(safe(text.toString()));
      terminal.out().flush();
    }
  }

  private String safe(String text) {
    StringBuilder safe = new StringBuilder();
    Matcher colour = COLOUR.matcher(text);
    int from = 0;
    while (colour.find()) {
      safe.append(terminal.safe(text.substring(from, colour.start()))).append(colour.group());
      from = colour.end();
    }
    return safe.append(terminal.safe(text.substring(from))).toString();
  }
}
