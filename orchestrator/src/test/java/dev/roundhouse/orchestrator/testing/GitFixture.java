package dev.roundhouse.orchestrator.testing;

import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A real repository with a backlog, made by real git, away from the user's own configuration. */
public final class GitFixture {
  private final Path root;
  private final Path home;

  private GitFixture(Path directory) {
    try {
      Path beside = directory.resolveSibling(directory.getFileName() + ".home");
      home = Files.createDirectories(beside).toRealPath();
      root = Files.createDirectories(directory).toRealPath();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A repository on branch {@code main}, in {@code directory}, with one commit. */
  public static GitFixture in(Path directory) {
    GitFixture fixture = new GitFixture(directory);
    RepositoryTemplate.BEGUN.copyTo(fixture.root);
    fixture.git("update-index", "-q", "--refresh"); // the copies are other files
    return fixture;
  }

  /** A repository with no commit. */
  public static GitFixture empty(Path directory) {
    GitFixture fixture = new GitFixture(directory);
    RepositoryTemplate.EMPTY.copyTo(fixture.root);
    return fixture;
  }

  /** Makes a repository by git's own means, which takes a process for each step. */
  static GitFixture made(Path directory) {
    GitFixture fixture = new GitFixture(directory);
    fixture.git("init", "-q", "-b", "main");
    fixture.git("config", "user.name", "Tess Tester");
    fixture.git("config", "user.email", "tess@example.org");
    return fixture;
  }

  /** The checkout. */
  public Path root() {
    return root;
  }

  /** The home directory of {@link #environment}, where scripts are. */
  public Path home() {
    return home;
  }

  /** An environment with no user configuration in it. */
  public Map<String, String> environment() {
    return Map.of(
        "HOME",
        home.toString(),
        "PATH",
        Objects.requireNonNull(System.getenv("PATH")),
        "GIT_CONFIG_NOSYSTEM",
        "1",
        "LANG",
        "C.UTF-8");
  }

  /** Runs git in the checkout; its output without the last line feed. */
  public String git(String... words) {
    return gitIn(root, words);
  }

  /** Runs git in another directory. */
  public String gitIn(Path directory, String... words) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment());
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + out);
      }
      return out.endsWith("\n") ? out.substring(0, out.length() - 1) : out;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Writes a file in the checkout. */
  public GitFixture write(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, content);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Reads a file of the checkout. */
  public String read(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The content of a file in a commit. */
  public String show(String commit, String path) {
    return git("show", commit + ":" + path);
  }

  /** Writes an issue; {@code more} are lines of front matter. */
  public GitFixture issue(String id, String... more) {
    String extra = more.length == 0 ? "" : String.join("\n", more) + "\n";
    return write(
        "issues/" + id + ".md",
        "---\nid: " + id + "\nstatus: open\n" + extra + "---\n\n# Work on " + id + "\n");
  }

  /** Commits everything in the checkout. */
  public GitFixture commitAll(String message) {
    git("add", "-A");
    git("commit", "-q", "-m", message);
    return this;
  }

  /** An executable shell script outside the checkout; returns its path. */
  public String script(String name, String body) {
    try {
      Path file = home.resolve(name);
      Files.writeString(file, "#!/bin/sh\nset -eu\n" + body);
      if (!file.toFile().setExecutable(true)) {
        throw new IllegalStateException("cannot make " + file + " executable");
      }
      return file.toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** An agent that does what a shell script says. */
  public Command agent(String body) {
    return new Command(List.of(script("agent", body)));
  }

  /** A gate that does what a shell script says. */
  public Command gate(String body) {
    return new Command(List.of(script("gate", body)));
  }

  /** An orchestrator for the repository, in {@link #environment}. */
  public Orchestrator.Builder orchestrator() {
    return Orchestrator.at(root).environment(environment());
  }

  /** An orchestrator in {@code environment}, with the options of the checkout's roundhouse.yaml. */
  public Orchestrator.Builder configuredOrchestrator(Map<String, String> environment)
      throws IOException, RefusedException {
    return Orchestrator.at(root).environment(environment).options(ConfigFile.read(root).build());
  }

  /** Whether a process runs; one that only waits to be reaped does not. */
  public static boolean runs(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
    } catch (IOException gone) {
      return false;
    }
  }

  /** The subjects of the first-parent history of {@code ref}, newest first. */
  public List<String> subjects(String ref) {
    return git("log", "--first-parent", "--format=%s", ref).lines().toList();
  }

  /** The ids in the landing trailers of the first-parent history of {@code ref}, newest first. */
  public List<String> landed(String ref) {
    return git(
            "log",
            "--first-parent",
            "--format=%(trailers:key=Roundhouse-Issue,valueonly,separator=%x2C)",
            ref)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
