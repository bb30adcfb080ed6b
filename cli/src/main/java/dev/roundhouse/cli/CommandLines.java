package dev.roundhouse.cli;

import dev.roundhouse.cli.command.ExitCode;
import dev.roundhouse.cli.command.RoundhouseCommand;
import dev.roundhouse.cli.completion.ShellCompletion;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.core.ledger.IssueNotFoundException;
import dev.roundhouse.core.ledger.StaleVersionException;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers one command line: parses it, runs the command and reports what went wrong. */
public final class CommandLines implements ToIntBiFunction<Terminal, String[]> {
  private final Terminal terminal;

  private CommandLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Answers {@code args} and returns the exit code. */
  public static int answer(Terminal terminal, String... args) {
    if (args.length > 0 && args[0].equals(ShellCompletion.WORD)) {
      return complete(terminal, List.of(args).subList(1, args.length));
    }
    CommandLines lines = new CommandLines(terminal);
    return configured(RoundhouseCommand.line(terminal, List.of(args), lines), terminal)
        .setParameterExceptionHandler((wrong, given) -> lines.say(UsageError.of(wrong)))
        .setExecutionExceptionHandler((fault, line, parsed) -> lines.fault(fault))
        .setExecutionStrategy(CommandLines::execute)
        .execute(args);
  }

  /** Answers {@code args}, typed at {@code other}, as {@link #answer} does. */
  @Override
  public int applyAsInt(Terminal other, String[] args) {
    return answer(other, args);
  }

  /** Answers a shell that completes {@code words}; a person who types must see no complaint. */
  private static int complete(Terminal terminal, List<String> words) {
    try {
      ShellCompletion.print(
          terminal,
          configured(RoundhouseCommand.line(terminal, words), terminal).getCommandSpec(),
          RoundhouseCommand.summaries(),
          words);
    } catch (RuntimeException nothing) {
      return ExitCode.OK.code();
    }
    return ExitCode.OK.code();
  }

  /** Returns the commands in picocli's form. */
  public static CommandLine line(Terminal terminal) {
    return configured(RoundhouseCommand.line(terminal), terminal);
  }

  private static CommandLine configured(CommandLine line, Terminal terminal) {
    return line.setExpandAtFiles(false) // "@name" in a title is a name
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(terminal.out())
        .setErr(terminal.err());
  }

  /** Runs what was parsed; unlike picocli, refuses unknown words beside {@code --help}, too. */
  private static int execute(ParseResult parsed) {
    for (CommandLine each : parsed.asCommandLineList()) {
      List<String> unknown = each.getParseResult().unmatched();
      if (!unknown.isEmpty()) {
        throw new UnmatchedArgumentException(each, unknown);
      }
    }
    try {
      return new RunLast().execute(parsed);
    } catch (ExceptionInInitializerError early) {
      if (early.getCause() instanceof IOException io) { // as where too few files may be open
        throw new ExecutionException(parsed.commandSpec().commandLine(), io.toString(), io);
      }
      throw early;
    }
  }

  private int fault(Exception fault) throws Exception {
    if (fault instanceof RefusedException refused) {
      boolean busy = refused.kind() == RefusedException.Kind.BUSY;
      return say(busy ? ExitCode.BUSY : ExitCode.USAGE, refused.getMessage(), refused.hint());
    }
    if (fault instanceof RepositoryException problem) {
      return say(ExitCode.USAGE, problem.getMessage(), problem.hint());
    }
    if (fault instanceof IOException io) {
      return say(ExitCode.USAGE, FileErrors.describe(io), IoAdvice.of(io, terminal.directory()));
    }
    if (fault instanceof IllegalTransitionException
        || fault instanceof StaleVersionException
        || fault instanceof IssueNotFoundException) {
      return say(
          ExitCode.USAGE,
          fault.getMessage(),
          "nothing was changed; see 'roundhouse why ISSUE' and 'roundhouse show ISSUE --json'");
    }
    if (fault instanceof InterruptedException) {
      return say(ExitCode.INTERRUPTED, "interrupted", "run again to continue");
    }
    fault.printStackTrace(terminal.err());
    return say(
        ExitCode.FAULT,
        "internal error",
        "this is a bug in Roundhouse; please report it with the lines above");
  }

  private int say(UsageError error) {
    return say(ExitCode.USAGE, error.message(), error.hint());
  }

  private int say(ExitCode code, @Nullable String message, String hint) {
    terminal.err().println("roundhouse: " + terminal.safe(String.valueOf(message)));
    if (!hint.isEmpty()) {
      terminal.err().println("  " + terminal.safe(hint));
    }
    return code.code();
  }
}
