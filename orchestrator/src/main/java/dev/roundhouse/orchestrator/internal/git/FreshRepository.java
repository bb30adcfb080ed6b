package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Path;

/** Makes a repository of a directory that is not one yet. Stateless. */
public final class FreshRepository {
  private FreshRepository() {}

  /**
   * Makes {@code directory} a repository whose branch {@code main} has one commit of everything in
   * it, tagged {@code tag}, with its own identity.
   *
   * @throws IOException if git cannot
   */
  public static void of(Path directory, String message, String tag)
      throws IOException, InterruptedException {
    Git.discovering(directory).run("init", "-q", "-b", "main");
    GitLocation place =
        GitLocation.at(directory)
            .orElseThrow(() -> new IOException("git created no repository in " + directory));
    Git git = place.verified();
    git.run("config", "user.name", "Demo");
    git.run("config", "user.email", "demo@localhost");
    git.run("add", "-A");
    git.run("commit", "-q", "-m", message);
    git.run("tag", tag);
  }
}
