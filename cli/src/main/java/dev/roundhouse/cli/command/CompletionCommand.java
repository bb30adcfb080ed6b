package dev.roundhouse.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints the completion script of a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script for your shell. With it, the Tab key completes commands, flags, issues,"
          + " agents, keys of roundhouse.yaml, branches and files. zsh and fish show titles"
          + " and descriptions beside them.",
      "The script gets the words from the program that printed it, which it runs by name if it"
          + " is on PATH, and otherwise by its path."
    },
    footer = {
      "source <(roundhouse completion bash)       # in ~/.bashrc",
      "source <(roundhouse completion zsh)        # in ~/.zshrc, after compinit",
      "roundhouse completion fish >~/.config/fish/completions/roundhouse.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  /** The shells for which there is a script. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Override
  public Integer call() throws IOException {
    String program = System.getProperty("roundhouse.command", "roundhouse");
    parent.terminal().out().print(script().replace("@program@", quoted(program)));
    return ExitCode.OK.code();
  }

  private String script() throws IOException {
    try (InputStream script =
        CompletionCommand.class.getResourceAsStream("completion." + shell.name())) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns {@code word} so that the shell takes every character of it as it stands. */
  private String quoted(String word) {
    String inside =
        shell == Shell.fish
            ? word.replace("\\", "\\\\").replace("'", "\\'")
            : word.replace("'", "'\\''");
    return "'" + inside + "'";
  }
}
