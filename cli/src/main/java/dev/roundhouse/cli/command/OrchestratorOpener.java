package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Builds the parts of an orchestrator from a command line and the configuration. */
final class OrchestratorOpener {
  private static final int LONGEST_HEAD = 256;
  private static final Pattern HEAD = Pattern.compile("ref:\\s*refs/\\S|[0-9a-f]{40}");

  private final CommandContext parent;

  OrchestratorOpener(CommandContext parent) {
    this.parent = parent;
  }

  /**
   * Returns the parts, with {@code flags} taking precedence over the configuration of the checkout.
   */
  Orchestrator.Builder with(RunFlags flags) throws IOException, RefusedException {
    Path directory = parent.directory();
    Path checkout = checkout(directory);
    RunOptions.Builder configured = ConfigFile.read(checkout);
    return Orchestrator.at(directory)
        .clock(parent.terminal().clock())
        .environment(parent.terminal().environment())
        .options(flags.over(configured, directory.toRealPath(), checkout));
  }

  /**
   * Returns the parts as configured; without a configuration if the directory is not in a usable
   * repository.
   */
  Orchestrator.Builder anywhere() throws IOException, RefusedException {
    try {
      return with(new RunFlags());
    } catch (RepositoryException outside) {
      return Orchestrator.at(parent.directory())
          .clock(parent.terminal().clock())
          .environment(parent.terminal().environment());
    }
  }

  /**
   * Returns the top of the checkout that contains {@code directory}. Git is asked only where the
   * directory is not one itself, since the orchestrator asks and checks the same before it does
   * anything, and each question is a process.
   */
  private static Path checkout(Path directory) throws IOException {
    Path gitDir = directory.resolve(".git");
    boolean isTop =
        isValidHead(gitDir.resolve("HEAD"))
            && Files.isDirectory(gitDir.resolve("objects"))
            && Files.isDirectory(gitDir.resolve("refs"));
    return isTop ? directory.toRealPath() : Orchestrator.at(directory).build().checkout();
  }

  /** Tells whether git takes {@code file} for the HEAD of a repository, as its setup.c does. */
  private static boolean isValidHead(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = new FileInputStream(file.toFile())) {
      String head = new String(in.readNBytes(LONGEST_HEAD), StandardCharsets.ISO_8859_1);
      return HEAD.matcher(head).lookingAt();
    } catch (IOException unreadable) {
      return false; // git is asked, and says so
    }
  }
}
