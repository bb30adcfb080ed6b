package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.options.Command;
import java.io.File;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes we own: each in its own session if the host supports that, so that a Ctrl-C at
 * our terminal does not reach it, and waiting until it is released; its output is copied to a log
 * of bounded size, without the known secrets. Safe for use by any number of threads.
 */
public final class ProcessRunner {
  /** The file without content: {@code /dev/null}, or its counterpart on Windows. */
  private static final File NOTHING =
      new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");

  /** The default limit in bytes of a log, and of the older part beside it. */
  public static final long LOG_LIMIT = 10_000_000;

  private final long logLimit;
  private final Host host;
  private final DescendantPoller poller;

  /**
   * Creates a runner whose logs have at most {@link #LOG_LIMIT} bytes and as much in the older
   * part.
   */
  public ProcessRunner() {
    this(LOG_LIMIT);
  }

  /**
   * Creates a runner whose logs have at most {@code logLimit} bytes and as much in the older part.
   */
  public ProcessRunner(long logLimit) {
    this(logLimit, Host.here());
  }

  ProcessRunner(long logLimit, Host host) {
    this.logLimit = logLimit;
    this.host = host;
    this.poller = new DescendantPoller(host);
  }

  /**
   * Returns the words that, put before a command, start it in its own session, so that a Ctrl-C at
   * our terminal does not reach it; none if the host has no such means.
   */
  public static List<String> ownSession() {
    return Host.here().ownSession();
  }

  /**
   * Starts a shell that waits; the command's words reach no shell as anything but words.
   *
   * @throws IOException if it cannot be started, or its log cannot be written
   */
  public OwnedProcess launch(Launch launch) throws IOException {
    return launch(launch, LineSplitter.NOBODY);
  }

  /**
   * Starts it with a listener that receives each line of its output as it was printed, including
   * secrets, on one thread; a line longer than a megabyte in pieces.
   *
   * @param lines must be quick, or the process is kept waiting; if it fails it receives no more
   * @throws IOException if it cannot be started, or its log cannot be written
   */
  public OwnedProcess launch(Launch launch, Consumer<? super String> lines) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv(launch));
    builder.directory(launch.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.environment().put(ProcessTree.TOKEN, launch.token());
    builder.redirectErrorStream(true);
    if (!host.holdsBack()) {
      builder.redirectInput(launch.stdin() == null ? NOTHING : launch.stdin().toFile());
    }
    RotatingLog log = new RotatingLog(launch.output(), logLimit);
    Process process = start(builder, log);
    try {
      ProcessIdentity identity = identity(process, launch.token());
      ReadableByteChannel pipe = host.output(process);
      OutputPump output = new OutputPump(pipe, log, launch.environment(), lines);
      return new OwnedProcess(process, identity, output, host, poller);
    } catch (IOException | RuntimeException failed) {
      process.getOutputStream().close(); // without a word to go it ends
      if (!host.holdsBack()) {
        process.destroyForcibly();
      }
      process.getInputStream().close();
      log.close();
      throw failed;
    }
  }

  private static Process start(ProcessBuilder builder, RotatingLog log) throws IOException {
    try {
      return ProcessStarter.of(builder);
    } catch (IOException failed) {
      log.close();
      throw failed;
    }
  }

  private List<String> argv(Launch launch) {
    List<String> argv = new ArrayList<>(host.ownSession());
    if (host.holdsBack()) {
      argv.addAll(List.of("sh", "-c", Host.WAIT, "roundhouse"));
      argv.add(launch.stdin() == null ? "/dev/null" : launch.stdin().toString());
    }
    argv.addAll(launch.command().argv());
    return argv;
  }

  /**
   * Returns the identity; a process that is held back still exists, another may have ended already.
   */
  private ProcessIdentity identity(Process process, String token) throws IOException {
    Optional<ProcessEntry> entry = host.entry(process.pid());
    if (entry.isEmpty() && host.holdsBack()) {
      throw new IOException(
          "a process ended as soon as it was started; are 'setsid' and 'sh' on PATH?");
    }
    long start = entry.map(ProcessEntry::start).orElse(ProcessEntry.UNKNOWN);
    return new ProcessIdentity(host.bootId(), host.pidNamespace(), process.pid(), start, token);
  }

  /**
   * The description of a process to start. Immutable.
   *
   * @param command the command
   * @param directory its working directory
   * @param environment its whole environment, to which the token is added
   * @param stdin the file it reads, or null for none
   * @param output the file its output and error output are appended to; if it grows too long, its
   *     older part is in a file beside it with {@code .1} at the end of its name
   * @param token the token in its environment, and its children's
   */
  public record Launch(
      Command command,
      Path directory,
      Map<String, String> environment,
      @Nullable Path stdin,
      Path output,
      String token) {
    /** Copies the environment. */
    public Launch {
      environment = Map.copyOf(environment);
    }
  }
}
