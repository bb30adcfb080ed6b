package dev.roundhouse.orchestrator.internal.process;

import java.io.IOException;

/**
 * Starts processes. On Linux the JDK first starts a helper of its own, which belongs to the
 * terminal's group until the child has a session: a Ctrl-C at that moment kills the helper, and the
 * child never existed. Then it is started once more. Stateless.
 */
public final class ProcessStarter {
  private ProcessStarter() {}

  /**
   * Starts the process that {@code builder} describes.
   *
   * @throws IOException if it could not be started; nothing runs then
   */
  public static Process of(ProcessBuilder builder) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    // the JDK's thread that waits for the process inherits it, and outlives the process by a minute
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      return started(builder);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private static Process started(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (IOException failed) {
      if (!isSignalled(failed)) {
        throw failed;
      }
      return builder.start();
    }
  }

  /** Tells whether the helper was ended by a signal. */
  static boolean isSignalled(IOException failed) {
    String why = String.valueOf(failed.getMessage());
    return why.contains("spawn helper") && why.contains("signal: ");
  }
}
