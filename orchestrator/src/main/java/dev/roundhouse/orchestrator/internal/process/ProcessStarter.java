package dev.roundhouse.orchestrator.internal.process;

import java.io.IOException;

/**
 * Starts processes. On Linux the JDK starts a helper of its own first, which belongs to the
 * terminal's group until the child has a session: a Ctrl-C at that moment kills it, and the child
 * never was. Then it is started once more. Stateless.
 */
public final class ProcessStarter {
  private ProcessStarter() {}

  /**
   * Starts what {@code builder} describes.
   *
   * @throws IOException if it could not be started; nothing runs then
   */
  public static Process of(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (IOException failed) {
      if (!isSignalled(failed)) {
        throw failed;
      }
      return builder.start();
    }
  }

  /** Whether the helper was ended by a signal. */
  static boolean isSignalled(IOException failed) {
    String why = String.valueOf(failed.getMessage());
    return why.contains("spawn helper") && why.contains("signal: ");
  }
}
