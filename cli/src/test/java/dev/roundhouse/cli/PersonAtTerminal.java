package dev.roundhouse.cli;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A person at a terminal of their own: reads what a command shows, and types. For one thread. */
final class PersonAtTerminal implements AutoCloseable {
  private final Process process;
  private final Path screen;
  private int seen;

  private PersonAtTerminal(Process process, Path screen) {
    this.process = process;
    this.screen = screen;
  }

  /** Types a command; what it shows is kept in {@code screen}. */
  static PersonAtTerminal type(Shell shell, Map<String, String> more, Path screen, String... words)
      throws IOException {
    return new PersonAtTerminal(shell.startAtTerminal(more, screen, words), screen);
  }

  /** Waits until {@code text} is shown after what was waited for before. */
  void awaitShown(String text) throws IOException {
    Patience.await().until(() -> shown().indexOf(text, seen) >= 0);
    seen = shown().indexOf(text, seen) + text.length();
  }

  /** Waits until it is asked what becomes of {@code issue}. */
  void awaitQuestion(String issue) throws IOException {
    awaitShown(issue + "  [");
    awaitShown("[?]");
  }

  /** Returns all that was shown so far, byte for byte. */
  String shown() throws IOException {
    return Files.exists(screen) ? Files.readString(screen, StandardCharsets.ISO_8859_1) : "";
  }

  void press(String keys) throws IOException {
    OutputStream keyboard = process.getOutputStream();
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  int exitCode() throws InterruptedException {
    return Patience.exitCode(process);
  }

  /** Kills everything at this terminal, as a power cut would. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
