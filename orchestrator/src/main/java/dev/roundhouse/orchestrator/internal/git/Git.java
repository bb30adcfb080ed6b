package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.orchestrator.internal.environment.GitConfigEnvironment;
import dev.roundhouse.orchestrator.internal.environment.GitVariables;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.ProcessStarter;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one class that starts git: in its own session if the host supports that, without a prompt, a
 * shell, an open input or, unless requested, hooks, and with output meant for programs.
 *
 * <p>It is pinned to a {@link GitLocation}: git is given the working tree and the git directories,
 * and finds none by itself, whatever the configuration, the environment or a file named {@code
 * .git} says. A command that writes into a working tree needs {@link GitLocation#verified}; a
 * command that is not in {@link GitCommands} is refused. docs/internals/git.md has the rule and the
 * table.
 *
 * <p>Immutable; safe for use by any number of threads.
 */
public final class Git {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int FATAL = 128;
  private static final List<String> START =
      List.of(
          "git",
          "-c",
          "core.fsync=committed",
          "-c",
          "core.quotePath=false",
          "-c",
          "commit.gpgSign=false",
          "-c",
          "advice.detachedHead=false",
          "-c",
          "core.fsmonitor=false");
  private static final List<String> NO_GC =
      List.of("-c", "gc.auto=0", "-c", "maintenance.auto=false");
  private static final List<String> UNHOOKED = List.of("-c", "core.hooksPath=/dev/null");

  /** The one place that git may work on. */
  private record Pin(Path commonDir, Map<String, String> variables) {}

  private final Path directory;
  private final @Nullable Pin pin;
  private final List<String> hooks;
  private final Map<String, String> more;
  private final boolean tends;
  private final boolean verified;

  private Git(
      Path directory,
      @Nullable Pin pin,
      List<String> hooks,
      Map<String, String> more,
      boolean tends,
      boolean verified) {
    this.directory = directory;
    this.pin = pin;
    this.hooks = hooks;
    this.more = Map.copyOf(more);
    this.tends = tends;
    this.verified = verified;
  }

  /**
   * Creates a git without a fixed place, which itself finds the repository of {@code directory}.
   */
  static Git discovering(Path directory) {
    return new Git(directory, null, UNHOOKED, Map.of(), false, false);
  }

  /**
   * Creates a git pinned to this place; for {@link GitLocation}.
   *
   * @param top the top of the working tree
   * @param commonDir the directory of objects, refs and the shared configuration
   * @param variables the variables that pin git to this place
   * @param verified whether it may write there
   */
  static Git pinned(Path top, Path commonDir, Map<String, String> variables, boolean verified) {
    return new Git(top, new Pin(commonDir, variables), UNHOOKED, Map.of(), false, verified);
  }

  /** Returns the same git with the user's own settings for garbage collection. */
  Git tending() {
    return new Git(directory, pin, hooks, more, true, verified);
  }

  /**
   * Returns the same git with the user's own hooks, which find their repository as they always do.
   */
  public Git hooked() {
    return new Git(directory, null, List.of(), more, tends, false);
  }

  /** Returns the same git with one more variable in its environment. */
  public Git with(String name, String value) {
    Map<String, String> all = new HashMap<>(more);
    all.put(name, value);
    return new Git(directory, pin, hooks, all, tends, verified);
  }

  /**
   * Returns the same git with one more setting, which also reaches the git commands that a command
   * starts in submodules.
   */
  public Git setting(String key, String value) {
    GitConfigEnvironment configured = new GitConfigEnvironment(inherited()).with(key, value);
    Map<String, String> all = new HashMap<>(configured.variables());
    all.keySet().removeIf(name -> !more.containsKey(name) && !name.startsWith("GIT_CONFIG_"));
    return new Git(directory, pin, hooks, all, tends, verified);
  }

  /** Returns the variables a command gets from this process's environment and {@link #with}. */
  private Map<String, String> inherited() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> GitVariables.isOne(name) && !GitVariables.handedOn(name));
    environment.putAll(more);
    return environment;
  }

  /** Runs a command that must succeed. */
  public GitOutput run(String... words) throws IOException, InterruptedException {
    GitOutput output = ask(words);
    if (!output.ok()) {
      throw new GitException(shown(words), output.exit(), output.err());
    }
    return output;
  }

  /** Runs a command whose exit code is the answer. */
  public GitOutput ask(String... words) throws IOException, InterruptedException {
    return feed("", words);
  }

  /** Runs a command with {@code input} on standard input; its exit code is the answer. */
  public GitOutput feed(String input, String... words) throws IOException, InterruptedException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    GitOutput output = run(input, text, words);
    return GitOutput.of(output.exit(), text.toByteArray(), output.err());
  }

  /** Runs a command and copies its output, of any bytes and any length, to {@code sink}. */
  public GitOutput into(OutputStream sink, String... words)
      throws IOException, InterruptedException {
    return run("", sink, words);
  }

  private GitOutput run(String input, OutputStream sink, String... words)
      throws IOException, InterruptedException {
    GitCommands.require(verified, more.containsKey("GIT_INDEX_FILE"), words);
    GitOutput output = once(input, sink, words);
    boolean repaired =
        output.exit() >= FATAL && pin != null && new SharedConfig(pin.commonDir()).settle();
    return repaired ? once(input, sink, words) : output;
  }

  private GitOutput once(String input, OutputStream sink, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ProcessRunner.ownSession());
    command.addAll(START);
    command.addAll(hooks);
    command.addAll(tends ? List.of() : NO_GC);
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> GitVariables.isOne(name) && !GitVariables.handedOn(name));
    environment.remove("LC_ALL");
    environment.put("LC_MESSAGES", "C");
    environment.put("LANGUAGE", "C");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_OPTIONAL_LOCKS", "0");
    environment.put("GIT_EDITOR", "false");
    environment.put("GIT_LFS_SKIP_SMUDGE", "1"); // git-lfs writes local files only
    if (pin != null) {
      environment.putAll(pin.variables());
    }
    environment.putAll(more);
    return answer(start(builder), input, sink, shown(words));
  }

  /**
   * Returns a working directory that exists, since commands may still ask about a place that is
   * gone.
   */
  private File workingDirectory() {
    Pin here = pin;
    return here == null || Files.isDirectory(directory)
        ? directory.toFile()
        : here.commonDir().toFile();
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    try {
      return ProcessStarter.of(builder);
    } catch (IOException absent) {
      String why = String.valueOf(absent.getMessage());
      throw new RepositoryException("cannot start git: " + why, startAdvice(why));
    }
  }

  /** Returns advice on a program that could not be started, by the system's own words. */
  static String startAdvice(String why) {
    if (why.contains("Too many open files")) {
      return "raise the limit on open files, for example with 'ulimit -n 4096', then run again";
    }
    if (why.contains("Resource temporarily unavailable")) {
      return "raise the limit on processes ('ulimit -u'), or end some, then run again";
    }
    if (why.contains("Cannot allocate memory")) {
      return "free some memory, then run again";
    }
    return "install git 2.38 or newer and util-linux";
  }

  private GitOutput answer(Process process, String input, OutputStream sink, List<String> command)
      throws IOException, InterruptedException {
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    CompletableFuture<Void> out = drain(process.getInputStream(), sink);
    CompletableFuture<Void> err = drain(process.getErrorStream(), stderr);
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      out.get(LIMIT.toMinutes(), TimeUnit.MINUTES);
      err.get(LIMIT.toMinutes(), TimeUnit.MINUTES);
      return new GitOutput(process.waitFor(), "", stderr.toString(StandardCharsets.UTF_8));
    } catch (TimeoutException late) {
      throw new GitException(command, -1, "no answer within " + LIMIT.toMinutes() + " minutes");
    } catch (ExecutionException broken) {
      throw new IOException("cannot read from git", broken.getCause());
    } finally {
      end(process);
    }
  }

  /** Ensures that no git of ours continues after the call, however it ended. */
  private static void end(Process process) {
    if (process.isAlive()) {
      process.destroy();
      if (!hasEnded(process)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  /** Waits a little for git to clean up after itself, interrupted or not. */
  private static boolean hasEnded(Process process) {
    boolean interrupted = Thread.interrupted();
    try {
      return process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException again) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static CompletableFuture<Void> drain(InputStream stream, OutputStream sink) {
    CompletableFuture<Void> all = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (stream) {
                stream.transferTo(sink);
                all.complete(null);
              } catch (IOException broken) {
                all.completeExceptionally(new UncheckedIOException(broken));
              }
            },
            "roundhouse-git-output");
    reader.setDaemon(true);
    reader.start();
    return all;
  }

  private List<String> shown(String... words) {
    List<String> shown = new ArrayList<>(List.of("git", "-C", directory.toString()));
    shown.addAll(List.of(words));
    return shown;
  }
}
