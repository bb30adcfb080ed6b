package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.ledger.ProcessStamp;
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
 * Starts processes we own: where the host has means for it each in a session of its own, so that a
 * Ctrl-C at our terminal does not reach it, and waiting until it is told to go; its output carried
 * to a log of bounded size, without the secrets that are known. Safe for use by any number of
 * threads.
 */
public final class ProcessRunner {
  /** What has nothing to be read, on a host without {@code /dev/null}. */
  private static final File NOTHING =
      new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");

  /** How many bytes a log, and the older part beside it, hold at most unless it is said. */
  public static final long LOG_LIMIT = 10_000_000;

  private final long logLimit;
  private final Host host;
  private final DescendantPoller lookout;

  /** A runner whose logs hold at most {@link #LOG_LIMIT} bytes and as much in the older part. */
  public ProcessRunner() {
    this(LOG_LIMIT);
  }

  /** A runner whose logs hold at most {@code logLimit} bytes and as much in the older part. */
  public ProcessRunner(long logLimit) {
    this(logLimit, Host.here());
  }

  ProcessRunner(long logLimit, Host host) {
    this.logLimit = logLimit;
    this.host = host;
    this.lookout = new DescendantPoller(host);
  }

  /**
   * The words that, put before a command, start it in a session of its own, so that a Ctrl-C at our
   * terminal does not reach it; none where the host has no such means.
   */
  public static List<String> ownSession() {
    return Host.here().ownSession();
  }

  /**
   * Starts a shell that waits; no shell sees the command's words as anything but words.
   *
   * @throws IOException if it cannot be started, or its log cannot be written
   */
  public OwnedProcess launch(Launch launch) throws IOException {
    return launch(launch, LineSplitter.NOBODY);
  }

  /**
   * The same, with somebody who hears each line of its output as it was printed, with secrets and
   * all, on one thread; of a line longer than a megabyte, pieces.
   *
   * @param lines must be quick, or the process is kept waiting; if it fails it hears no more
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
      ProcessStamp stamp = stamp(process, launch.token());
      ReadableByteChannel pipe = host.output(process);
      OutputPump output = new OutputPump(pipe, log, launch.environment(), lines);
      return new OwnedProcess(process, stamp, output, host, lookout);
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

  /** Who is held back is still there; who is not may have ended already. */
  private ProcessStamp stamp(Process process, String token) throws IOException {
    Optional<ProcessEntry> entry = host.entry(process.pid());
    if (entry.isEmpty() && host.holdsBack()) {
      throw new IOException(
          "a process ended as soon as it was started; are 'setsid' and 'sh' on PATH?");
    }
    long start = entry.map(ProcessEntry::start).orElse(ProcessEntry.UNKNOWN);
    return new ProcessStamp(host.bootId(), host.pidNamespace(), process.pid(), start, token);
  }

  /**
   * What to start. Immutable.
   *
   * @param command the command
   * @param directory its working directory
   * @param environment its whole environment, to which the token is added
   * @param stdin the file it reads, or null for none
   * @param output the file its output and error output are added to; where it grows too long, its
   *     older part is in a file beside it with {@code .1} at the end of its name
   * @param token what its environment, and its children's, carry
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
