package dev.roundhouse.cli;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A command at a real terminal, what it has shown, and a person's keys. For one thread. */
final class TerminalSession implements AutoCloseable {
  private final Process process;
  private final Path screen;
  private int seen;

  /** Attends to {@code process}, whose terminal writes into {@code screen}. */
  TerminalSession(Process process, Path screen) {
    this.process = process;
    this.screen = screen;
  }

  /** Types a command; what it shows is kept in {@code screen}. */
  static TerminalSession type(Shell shell, Map<String, String> more, Path screen, String... words)
      throws IOException {
    return new TerminalSession(shell.startAtTerminal(more, screen, words), screen);
  }

  /** Waits until {@code text} is shown after what was waited for before. */
  void awaitShown(String text) throws IOException {
    Patience.await().until(() -> shown().indexOf(text, seen) >= 0);
    seen = shown().indexOf(text, seen) + text.length();
  }

  /** Waits until {@code issue} is shown, and the question about it after that. */
  void awaitQuestion(String issue) throws IOException {
    awaitShown(issue + "  [");
    awaitShown("[?]");
  }

  /** Returns all that was shown, whatever a terminal has made of it since. */
  String shown() throws IOException {
    return Files.exists(screen) ? Files.readString(screen, StandardCharsets.ISO_8859_1) : "";
  }

  /** Presses {@code keys} at once. */
  void press(String keys) throws IOException {
    OutputStream keyboard = process.getOutputStream();
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** Waits for the command to end, and returns its exit code. */
  int code() throws InterruptedException {
    return Patience.exitCode(process);
  }

  /** Kills the command and whatever it has started. */
  @Override
  public void close() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
