package dev.roundhouse.orchestrator.git;

import dev.roundhouse.orchestrator.process.ProcessRunner;
import dev.roundhouse.orchestrator.process.Spawn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one class that starts git: in a session of its own where the host has such, with no prompt,
 * no shell, no hook unless it is asked for, and no open end on its input, speaking to programs.
 * Immutable; safe for use by any number of threads.
 */
final class Git {
  private static final Duration LIMIT = Duration.ofMinutes(10);
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
  private static final Set<String> ELSEWHERE =
      Set.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_COMMON_DIR",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_NAMESPACE",
          "GIT_PREFIX",
          "GIT_EXTERNAL_DIFF",
          "GIT_TRACE",
          "LC_ALL");

  private static final List<String> UNHOOKED = List.of("-c", "core.hooksPath=/dev/null");

  private final Path directory;
  private final List<String> hooks;
  private final Map<String, String> more;
  private final boolean tends;

  Git(Path directory) {
    this(directory, UNHOOKED, Map.of(), false);
  }

  private Git(Path directory, List<String> hooks, Map<String, String> more, boolean tends) {
    this.directory = directory;
    this.hooks = hooks;
    this.more = Map.copyOf(more);
    this.tends = tends;
  }

  /** The same in another directory. */
  Git in(Path place) {
    return new Git(place, hooks, more, tends);
  }

  /** The same, with the user's own settings for the collection of garbage. */
  Git tending() {
    return new Git(directory, hooks, more, true);
  }

  /** The same with the user's own hooks. */
  Git hooked() {
    return new Git(directory, List.of(), more, tends);
  }

  /** The same with one more variable in its environment. */
  Git with(String name, String value) {
    Map<String, String> all = new HashMap<>(more);
    all.put(name, value);
    return new Git(directory, hooks, all, tends);
  }

  /** Runs a command that must succeed. */
  GitOutput run(String... words) throws IOException, InterruptedException {
    GitOutput output = ask(words);
    if (!output.ok()) {
      throw new GitException(shown(words), output.exit(), output.err());
    }
    return output;
  }

  /** Runs a command whose exit code is an answer. */
  GitOutput ask(String... words) throws IOException, InterruptedException {
    return feed("", words);
  }

  /** Runs a command on {@code input}; its exit code is an answer. */
  GitOutput feed(String input, String... words) throws IOException, InterruptedException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    GitOutput output = run(input, text, words);
    return GitOutput.of(output.exit(), text.toByteArray(), output.err());
  }

  /** Runs a command whose output, of any bytes and any length, goes to {@code sink}. */
  GitOutput into(OutputStream sink, String... words) throws IOException, InterruptedException {
    return run("", sink, words);
  }

  private GitOutput run(String input, OutputStream sink, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ProcessRunner.ownSession());
    command.addAll(START);
    command.addAll(hooks);
    command.addAll(tends ? List.of() : NO_GC);
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> ELSEWHERE.contains(name));
    environment.put("LC_MESSAGES", "C");
    environment.put("LANGUAGE", "C");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_OPTIONAL_LOCKS", "0");
    environment.put("GIT_EDITOR", "false");
    environment.put("GIT_LFS_SKIP_SMUDGE", "1"); // what git-lfs has is written, nothing is fetched
    environment.putAll(more);
    return answer(start(builder), input, sink, shown(words));
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    try {
      return Spawn.of(builder);
    } catch (IOException absent) {
      throw new RepositoryProblem(
          "cannot start git: " + absent.getMessage(), "install git 2.38 or newer and util-linux");
    }
  }

  private GitOutput answer(Process process, String input, OutputStream sink, List<String> command)
      throws IOException, InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    CompletableFuture<Void> out = drain(process.getInputStream(), sink);
    CompletableFuture<Void> err = drain(process.getErrorStream(), said);
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      out.get(LIMIT.toMinutes(), TimeUnit.MINUTES);
      err.get(LIMIT.toMinutes(), TimeUnit.MINUTES);
      return new GitOutput(process.waitFor(), "", said.toString(StandardCharsets.UTF_8));
    } catch (TimeoutException late) {
      throw new GitException(command, -1, "no answer within " + LIMIT.toMinutes() + " minutes");
    } catch (ExecutionException broken) {
      throw new IOException("cannot read from git", broken.getCause());
    } finally {
      end(process);
    }
  }

  /** Whatever ended the call, no git of ours goes on behind it. */
  private static void end(Process process) {
    if (process.isAlive()) {
      process.destroy();
      if (!hasEnded(process)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  /** Waits a little for git to clean up behind itself, interrupted or not. */
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
