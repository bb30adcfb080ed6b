package dev.roundhouse.cli.command;

import dev.roundhouse.core.backlog.BacklogPlan;
import dev.roundhouse.core.backlog.Goal;
import dev.roundhouse.core.backlog.GoalException;
import dev.roundhouse.core.backlog.Sprint;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name a goal; at most one of them may be given. */
final class GoalFlags {
  @Option(
      names = "--sprint",
      paramLabel = "FILE",
      description = "only the issues of a sprint: a YAML file, or NAME for sprints/NAME.yaml")
  @Nullable String sprint;

  @Option(names = "--epic", paramLabel = "ID", description = "only the children of this issue")
  @Nullable String epic;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "the groups of issues in a YAML file, in the order the file gives")
  @Nullable String plan;

  /**
   * Returns the goal that the flags name; {@code directory} is the one the command was typed in.
   */
  Optional<Goal> goal(Path directory) throws RefusedException {
    if (Stream.of(sprint, epic, plan).filter(each -> each != null).count() > 1) {
      throw RefusedException.input(
          "--sprint, --epic and --plan cannot be combined", "choose one of them");
    }
    try {
      if (sprint != null) {
        return Optional.of(Sprint.read(sprintFile(directory, sprint)));
      }
      if (plan != null) {
        return Optional.of(BacklogPlan.read(directory.resolve(plan)));
      }
      return Optional.ofNullable(epic).map(Sprint::ofEpic);
    } catch (GoalException wrong) {
      throw RefusedException.input(String.valueOf(wrong.getMessage()), wrong.hint());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path sprintFile(Path directory, String name) {
    Path named = directory.resolve(name);
    Path usual = directory.resolve("sprints").resolve(name + ".yaml");
    return Files.exists(named) || !Files.exists(usual) ? named : usual;
  }
}
