package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.ForegroundProgram;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The editor of the person at the terminal: a command line of their shell, in {@code VISUAL} or
 * {@code EDITOR}.
 */
record EditorProgram(Terminal terminal, String command) {
  static EditorProgram of(Terminal terminal) {
    Map<String, String> environment = terminal.environment();
    String visual = environment.getOrDefault("VISUAL", "");
    return new EditorProgram(
        terminal, visual.isBlank() ? environment.getOrDefault("EDITOR", "") : visual);
  }

  boolean isKnown() {
    return !command.isBlank();
  }

  /** Refuses {@code flag}, which needs an editor, if there is none. */
  void requireKnown(String flag) throws RefusedException {
    if (!isKnown()) {
      throw RefusedException.input(
          flag + " needs an editor", "set VISUAL or EDITOR, such as 'export EDITOR=nano'");
    }
  }

  /** Opens {@code path}, and returns the exit code of the editor once it is closed. */
  int open(Path path, Path directory) throws IOException, InterruptedException {
    List<String> words = List.of("sh", "-c", command + " \"$@\"", "editor", path.toString());
    return new ForegroundProgram(terminal, directory, Map.of()).run(words);
  }
}
