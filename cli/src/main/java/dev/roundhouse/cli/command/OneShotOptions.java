package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.AgentCatalog;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.ProjectSetup;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.GateCommand;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options that one issue is worked on with: flags, then {@code roundhouse.yaml}, then what is
 * found in the checkout and on PATH. Immutable.
 *
 * @param options the options
 * @param lines what they are and where they come from, for people
 */
record OneShotOptions(RunOptions options, List<String> lines) {
  /** Copies the lines. */
  OneShotOptions {
    lines = List.copyOf(lines);
  }

  /** Tells whether anything tests the result. */
  boolean isTested() {
    return !options.gate().commands().isEmpty();
  }

  /**
   * Returns the options for the repository in which the command was typed.
   *
   * @param flags the flags, with programs counted from the checkout
   * @throws RefusedException if they are not valid, or there is no agent
   */
  static OneShotOptions of(CommandContext parent, OneShotFlags flags)
      throws IOException, RefusedException, InterruptedException {
    return new Finder(parent, flags).find();
  }

  /** Finds the options. For one thread. */
  private static final class Finder {
    private final OneShotFlags flags;
    private final Orchestrator looking;
    private final List<String> lines = new ArrayList<>();
    private ProjectSetup.@Nullable Proposal found;

    Finder(CommandContext parent, OneShotFlags flags) {
      this.flags = flags;
      this.looking =
          Orchestrator.at(parent.directory())
              .environment(parent.terminal().environment())
              .clock(parent.terminal().clock())
              .build();
    }

    OneShotOptions find() throws IOException, RefusedException, InterruptedException {
      Path checkout = looking.checkout();
      boolean isConfigured = Files.exists(checkout.resolve(ConfigFile.NAME));
      RunOptions.Builder start =
          isConfigured ? ConfigFile.read(checkout) : proposal().options().withoutAgent();
      boolean hasAgent = start.build().agent().isPresent();
      RunOptions options = flags.asRunFlags().over(start, checkout, checkout);
      if (options.agent().isEmpty()) {
        options = options.toBuilder().agent(agent()).build();
      }
      if (flags.noGate) {
        options = options.toBuilder().gate(options.gate().commands(List.of())).build();
      }
      String from =
          flags.agent != null ? flags.agentOrigin() : hasAgent ? ConfigFile.NAME : "found on PATH";
      lines.add("agent: " + options.agent().map(Command::display).orElse("") + " (" + from + ")");
      gate(options, isConfigured);
      options.setup().filter(each -> !isConfigured).ifPresent(this::setup);
      return new OneShotOptions(options, lines);
    }

    private ProjectSetup.Proposal found() throws IOException, InterruptedException {
      ProjectSetup.Proposal proposal = found == null ? looking.projectSetup().propose() : found;
      found = proposal;
      return proposal;
    }

    /** Returns what is found, for the agent that the flags name if they name one. */
    private ProjectSetup.Proposal proposal()
        throws IOException, RefusedException, InterruptedException {
      try {
        return flags.agent == null ? found() : found().withAgent(flags.agent);
      } catch (IllegalArgumentException malformed) {
        throw RefusedException.input("--agent: " + malformed.getMessage(), "name a command line");
      }
    }

    private Command agent() throws IOException, RefusedException, InterruptedException {
      Optional<String> name = found().agent();
      if (name.isPresent()) {
        return Command.parse(name.get());
      }
      String known =
          looking.agents().all().stream()
              .filter(each -> each.kind().equals("profile"))
              .map(AgentCatalog.Known::name)
              .collect(Collectors.joining(", "));
      throw RefusedException.input(
          "no agent was found on PATH, which was searched for " + known,
          "install one of them, or name any command that reads a prompt on standard input with"
              + " --agent CMD");
    }

    private void gate(RunOptions options, boolean isConfigured)
        throws IOException, InterruptedException {
      List<GateCommand> gate = options.gate().commands();
      if (gate.isEmpty()) {
        String why =
            flags.noGate ? flags.gateOrigin() : isConfigured ? ConfigFile.NAME : "none was found";
        lines.add("gate: none (" + why + "), so nothing tests the result: read the diff");
        return;
      }
      String from =
          flags.gate != null
              ? flags.gateOrigin()
              : isConfigured ? ConfigFile.NAME : "from " + String.join("; ", found().evidence());
      lines.add(
          "gate: "
              + gate.stream().map(GateCommand::display).collect(Collectors.joining(", then "))
              + " ("
              + from
              + ")");
    }

    private void setup(Command command) {
      lines.add("setup: " + command.display() + " (before the agent)");
    }
  }
}
