package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.ConfigText;
import dev.roundhouse.cli.output.ConfigText.Line;
import dev.roundhouse.core.text.NearestWord;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.config.ConfigReference;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows the configuration in force. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the value of every key of roundhouse.yaml that a run would use, and whether it comes "
          + "from the file, from a flag, or is the default. With KEY, prints that key alone, "
          + "with its meaning. The flags are those of 'roundhouse run'.",
    },
    footer = {
      "roundhouse config                          # everything",
      "roundhouse config landing                  # how finished work lands",
      "roundhouse config workers --workers 4      # what the flag would change",
      "roundhouse config --check                  # whether the file is valid",
      "roundhouse config --schema > .roundhouse/roundhouse.schema.json"
    })
final class ConfigCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunFlags flags = new RunFlags();

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description = "only this key, such as workers or landing.mode")
  private @Nullable String key;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @ArgGroup private Choice choice = new Choice();

  /** The flags that ask for something other than the values. */
  static final class Choice {
    @Option(names = "--path", description = "print the path of the file, whether it exists or not")
    boolean path;

    @Option(names = "--check", description = "only check the file; exit code 2 if it is not valid")
    boolean check;

    @Option(names = "--schema", description = "print the JSON Schema of the file, for editors")
    boolean schema;
  }

  @Override
  public Integer call() throws IOException, RefusedException {
    if (choice.schema) {
      return said(ConfigReference.schema().stripTrailing());
    }
    Path checkout = Orchestrator.at(parent.directory()).build().checkout();
    Path file = checkout.resolve(ConfigFile.NAME);
    if (choice.path) {
      return said(file.toString());
    }
    RunOptions configured = ConfigFile.read(checkout).build();
    if (choice.check) {
      return said(
          Files.exists(file) ? file + " is valid" : file + " does not exist; the defaults apply");
    }
    RunOptions used = flags.over(configured.toBuilder(), parent.directory().toRealPath(), checkout);
    print(file, lines(checkout, configured, used));
    return ExitCode.OK.code();
  }

  private int said(String text) {
    parent.terminal().out().println(parent.terminal().safe(text));
    return ExitCode.OK.code();
  }

  private void print(Path file, List<Line> lines) throws RefusedException {
    ConfigText text = new ConfigText(parent.terminal());
    List<Line> wanted = key == null ? lines : named(lines, key);
    if (json) {
      parent.terminal().out().println(ConfigText.json(file, wanted));
      return;
    }
    if (!wanted.isEmpty()) {
      text.print(wanted);
    }
    if (key != null) {
      text.explain(reference(key));
    }
  }

  /** Returns the line of {@code key}, or those of the keys nested in it. */
  private static List<Line> named(List<Line> lines, String key) throws RefusedException {
    reference(key);
    return lines.stream()
        .filter(each -> (each.setting().key().name() + ".").startsWith(key + "."))
        .toList();
  }

  private static ConfigReference.Key reference(String key) throws RefusedException {
    List<ConfigReference.Key> keys = ConfigReference.keys();
    Optional<ConfigReference.Key> known =
        keys.stream().filter(each -> each.name().equals(key)).findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    throw RefusedException.input(
        "there is no key '" + key + "'",
        NearestWord.of(key, keys.stream().map(ConfigReference.Key::name).toList())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("see 'roundhouse config' for the keys"));
  }

  private List<Line> lines(Path checkout, RunOptions configured, RunOptions used)
      throws IOException, RefusedException {
    List<ConfigReference.Setting> before = ConfigReference.settings(checkout, configured);
    List<ConfigReference.Setting> after = ConfigReference.settings(checkout, used);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      boolean changed = !Objects.equals(before.get(i).value(), after.get(i).value());
      lines.add(new Line(after.get(i), flag(after.get(i).key(), changed)));
    }
    return lines;
  }

  /** Returns the flag on the command line that sets {@code key}; empty if none does. */
  private String flag(ConfigReference.Key key, boolean changed) {
    String own = key.flag().map(flag -> flag.split(" ", 2)[0]).orElse("");
    boolean given = !own.isEmpty() && spec.commandLine().getParseResult().hasMatchedOption(own);
    return given ? own : changed ? "another flag" : "";
  }
}
