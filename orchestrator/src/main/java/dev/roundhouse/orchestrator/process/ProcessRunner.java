package dev.roundhouse.orchestrator.process;

import dev.roundhouse.core.ledger.ProcessStamp;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes we own: each in a session of its own, so that a Ctrl-C at our terminal does not
 * reach it; waiting until it is told to go; its output redirected to a file by the system, which
 * needs no thread and cannot block. Stateless; safe for use by any number of threads.
 */
public final class ProcessRunner {
  private static final String WAIT =
      "read -r go && in=$1 && shift && exec \"$@\" <\"$in\" || exit 127";

  /** A runner. */
  public ProcessRunner() {}

  /**
   * Starts a shell that waits; no shell sees the command's words as anything but words.
   *
   * @throws IOException if it cannot be started
   */
  public OwnedProcess launch(Launch launch) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv(launch));
    builder.directory(launch.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.environment().put(ProcessTree.TOKEN, launch.token());
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(launch.output().toFile()));
    Process process = builder.start();
    return new OwnedProcess(process, stamp(process, launch.token()));
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
   * @param output the file its output and error output are added to
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
