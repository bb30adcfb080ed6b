package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.internal.git.FreshRepository;
import java.io.IOException;
import java.nio.file.Path;

/** Creates repositories to try something in. Stateless; safe for use by any number of threads. */
public final class NewRepository {
  private NewRepository() {}

  /**
   * Creates a repository in {@code directory}, with everything in it committed to the branch {@code
   * main} under an identity made for it.
   *
   * @param directory an existing directory that is not in a repository
   * @param message the message of the commit
   * @param tag the name of a tag on the commit
   * @throws IOException if git cannot create it; the directory may contain a part of it
   * @throws InterruptedException if the calling thread was interrupted, with the same effect
   */
  public static void make(Path directory, String message, String tag)
      throws IOException, InterruptedException {
    FreshRepository.of(directory, message, tag);
  }
}
