package dev.roundhouse.cli;

import dev.roundhouse.cli.completion.ShellCompletion;
import dev.roundhouse.cli.demo.DemoRepository;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A second program, for the JVM that makes the archive of classes: it answers the commands that
 * people wait for, in a small repository, so that the archive has what they load.
 */
public final class TrainingRun {
  private static final List<List<String>> HELP =
      List.of(List.of("--version"), List.of("--help"), List.of("--help", "--all"), List.of());

  private static final List<List<String>> LINES =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("status", "--help"),
          List.of("hold", "UP-2"), // from here on there is a ledger to read
          List.of("status"),
          List.of("status", "--json"),
          List.of("list"),
          List.of("list", "--json"),
          List.of("show", "UP-1"),
          List.of("why", "UP-1"),
          List.of("lint"),
          List.of("plan"),
          List.of("run", "--dry-run"),
          List.of(ShellCompletion.WORD, "show", ""));

  private TrainingRun() {}

  /**
   * Answers the commands, or with the word {@code help} those only that need no repository; what
   * they print goes where this process's output goes.
   */
  public static void main(String... args)
      throws IOException, RefusedException, InterruptedException {
    if (List.of(args).contains("help")) {
      HELP.forEach(line -> Main.answer(line.toArray(String[]::new)));
      return;
    }
    Path directory = Files.createTempDirectory("roundhouse-training-");
    try {
      Path repository = DemoRepository.make(directory.resolve("upper"));
      for (List<String> line : LINES) {
        Main.answer(inside(repository, line));
      }
    } finally {
      Directories.deleteTree(directory);
    }
  }

  private static String[] inside(Path repository, List<String> line) {
    List<String> all = new ArrayList<>(line);
    int start = line.get(0).equals(ShellCompletion.WORD) ? 1 : 0;
    all.addAll(start, List.of("-C", repository.toString()));
    return all.toArray(String[]::new);
  }
}
