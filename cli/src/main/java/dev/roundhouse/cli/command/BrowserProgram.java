package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;

/**
 * The browser of the person at the terminal. It is given a file that leads to the link, which only
 * this user can read: the words of a command line are seen by everyone on the machine. For one
 * thread.
 */
final class BrowserProgram implements AutoCloseable {
  private final Path folder;

  private BrowserProgram(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens {@code link}, or says that there is nothing to open it with.
   *
   * @throws IOException if the file cannot be written
   */
  static BrowserProgram open(String link, Terminal terminal) throws IOException {
    Path folder =
        Files.createTempDirectory(
            "roundhouse-serve-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = folder.resolve("open.html");
    Files.writeString(
        file,
        "<!doctype html><meta charset=utf-8><title>Roundhouse</title>"
            + "<meta http-equiv=refresh content=\"0; url="
            + link
            + "\"><a href=\""
            + link
            + "\">Roundhouse</a>\n");
    boolean isMac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    ProcessBuilder program = new ProcessBuilder(isMac ? "open" : "xdg-open", file.toString());
    Map<String, String> environment = program.environment();
    environment.clear();
    environment.putAll(terminal.environment());
    try {
      program
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .getOutputStream()
          .close();
    } catch (IOException none) {
      terminal.err().println("no browser could be started; open the link yourself");
      terminal.err().flush();
    }
    return new BrowserProgram(folder);
  }

  /** Deletes the file. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder.resolve("open.html"));
    Files.deleteIfExists(folder);
  }
}
