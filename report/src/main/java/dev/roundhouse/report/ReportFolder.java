package dev.roundhouse.report;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.issue.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The directory in which the reports of one run are kept, beside its logs and as long as they.
 * Immutable; safe for use by any number of threads and processes.
 *
 * @param path the directory
 */
public record ReportFolder(Path path) {
  /** Returns the folder of {@code run} in the ledger's directory {@code stateDir}. */
  public static ReportFolder of(Path stateDir, RunId run) {
    return new ReportFolder(stateDir.resolve("runs").resolve(run.value()));
  }

  /** Returns the file with the report of that form, which need not exist. */
  public Path file(ReportFormat format) {
    return path.resolve(format.fileName());
  }

  /**
   * Writes the report of a run in that form; a reader sees the old one or the new one, as a whole.
   *
   * @return the file
   * @throws IOException if it could not be written; what was there is still there
   */
  public Path write(RunHistory history, ReportFormat format) throws IOException {
    Directories.create(path);
    Path file = file(format);
    new AtomicFile(file).replace(format.render(history).getBytes(StandardCharsets.UTF_8));
    return file;
  }

  /**
   * Writes the report of a run in every form.
   *
   * @return the page for people
   * @throws IOException if one could not be written
   */
  public Path writeAll(RunHistory history) throws IOException {
    for (ReportFormat each : ReportFormat.values()) {
      write(history, each);
    }
    return file(ReportFormat.HTML);
  }
}
