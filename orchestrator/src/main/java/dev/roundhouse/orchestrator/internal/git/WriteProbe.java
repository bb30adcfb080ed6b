package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks by writing whether a folder can be written to: a full disk, a quota, a failing device and
 * a read-only mount all show up this way, without any particular wording. Pure.
 */
public final class WriteProbe {
  private static final int CHUNK = 1 << 16;

  private WriteProbe() {}

  /** Returns the reason why that many bytes cannot be written into {@code folder} now, or empty. */
  public static Optional<String> trouble(Path folder, long bytes) {
    Path probe = folder.resolve("roundhouse-probe-" + ProcessHandle.current().pid());
    try {
      try (OutputStream out = Files.newOutputStream(probe)) {
        for (long left = bytes; left > 0; left -= CHUNK) {
          out.write(new byte[(int) Math.min(left, CHUNK)]);
        }
      } finally {
        Files.deleteIfExists(probe);
      }
      return Optional.empty();
    } catch (IOException full) {
      return Optional.of("cannot write into " + folder + ": " + reason(full));
    }
  }

  /** Returns the system's reason for a failed write. */
  public static String reason(IOException failed) {
    String why = failed instanceof FileSystemException file ? file.getReason() : null;
    return why == null ? String.valueOf(failed.getMessage()) : why;
  }
}
