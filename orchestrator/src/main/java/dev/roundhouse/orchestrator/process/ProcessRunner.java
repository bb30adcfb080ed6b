package dev.roundhouse.orchestrator.process;

import dev.roundhouse.core.ledger.ProcessStamp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes we own: each in a session of its own, so that a Ctrl-C at our terminal does not
 * reach it; waiting until it is told to go; its output carried to a log of bounded size, without
 * the secrets that are known. Immutable; safe for use by any number of threads.
 */
public final class ProcessRunner {
  private static final String WAIT =
      "read -r go && in=$1 && shift && exec \"$@\" <\"$in\" || exit 127";

  /** How many bytes a log, and the older part beside it, hold at most unless it is said. */
  public static final long LOG_LIMIT = 10_000_000;

  private final long logLimit;

  /** A runner whose logs hold at most {@link #LOG_LIMIT} bytes and as much in the older part. */
  public ProcessRunner() {
    this(LOG_LIMIT);
  }

  /** A runner whose logs hold at most {@code logLimit} bytes and as much in the older part. */
  public ProcessRunner(long logLimit) {
    this.logLimit = logLimit;
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
    RotatingLog log = new RotatingLog(launch.output(), logLimit);
    Process process = start(builder, log);
    try {
      ProcessStamp stamp = stamp(process, launch.token());
      FileChannel pipe = pipe(process);
      return new OwnedProcess(
          process, stamp, new OutputPump(pipe, log, launch.environment(), lines));
    } catch (IOException | RuntimeException failed) {
      process.getOutputStream().close(); // without a word to go it ends
      process.getInputStream().close();
      log.close();
      throw failed;
    }
  }

  private static Process start(ProcessBuilder builder, RotatingLog log) throws IOException {
    try {
      return builder.start();
    } catch (IOException failed) {
      log.close();
      throw failed;
    }
  }

  /**
   * The pipe its output goes to, opened by way of {@code /proc}; see proc(5). The JDK's own stream
   * cannot be closed while a thread waits in it, which a stranger that holds the other end would
   * make last for ever.
   */
  private static FileChannel pipe(Process process) throws IOException {
    Path end = Path.of("/proc", Long.toString(process.pid()), "fd", "1");
    FileChannel pipe = FileChannel.open(end, StandardOpenOption.READ);
    process.getInputStream().close();
    return pipe;
  }

  private static List<String> argv(Launch launch) {
    List<String> argv = new ArrayList<>(List.of("setsid", "sh", "-c", WAIT, "roundhouse"));
    argv.add(launch.stdin() == null ? "/dev/null" : launch.stdin().toString());
    argv.addAll(launch.command().argv());
    return argv;
  }

  private static ProcessStamp stamp(Process process, String token) throws IOException {
    Proc.Entry entry =
        Proc.entry(process.pid())
            .orElseThrow(
                () ->
                    new IOException(
                        "a process ended as soon as it was started; are 'setsid' and 'sh' on PATH?"));
    return new ProcessStamp(
        Proc.bootId(), Proc.pidNamespace(), process.pid(), entry.startTicks(), token);
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
