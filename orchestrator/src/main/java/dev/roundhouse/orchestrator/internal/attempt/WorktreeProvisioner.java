package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.options.AgentOptions;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Provides a worktree for its agents and cleans up after them: files of the checkout are copied or
 * linked, one command runs before and one after. A failure is one of the environment, never the
 * issue's. Safe for use by any number of threads.
 */
public final class WorktreeProvisioner {
  private final Path checkout;
  private final AgentOptions options;
  private final @Nullable WorktreeHook setup;
  private final @Nullable WorktreeHook teardown;

  /**
   * Creates a provisioner that takes files from {@code checkout}.
   *
   * @param setup the command before the agents, or null
   * @param teardown the command after them, or null
   */
  public WorktreeProvisioner(
      Path checkout,
      AgentOptions options,
      @Nullable WorktreeHook setup,
      @Nullable WorktreeHook teardown) {
    this.checkout = checkout;
    this.options = options;
    this.setup = setup;
    this.teardown = teardown;
  }

  /**
   * Prepares {@code slot}; returns false if it was interrupted.
   *
   * @throws IOException if a file is missing, or would land with the work, or a command failed
   */
  boolean prepare(Worktree slot, Path attemptDir, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    Path worktree = slot.path();
    for (String each : options.copied()) {
      copy(source(each), inside(worktree, each));
      refuseUnlessIgnored(slot, each);
    }
    for (String each : options.linked()) {
      Path link = inside(worktree, each);
      refuseTracked(link, each);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, source(each));
      refuseUnlessIgnored(slot, each);
    }
    return setup == null || setup.prepare(worktree, attemptDir.resolve("setup.log"), interrupted);
  }

  /**
   * Cleans up {@code worktree}.
   *
   * @throws IOException if the command failed
   */
  void clearUp(Path worktree, Path attemptDir, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    if (teardown != null) {
      teardown.prepare(worktree, attemptDir.resolve("teardown.log"), interrupted);
    }
  }

  /**
   * Refuses a file that git does not ignore, since it would be saved and landed as the agent's
   * work.
   */
  private static void refuseUnlessIgnored(Worktree slot, String name)
      throws IOException, InterruptedException {
    if (!slot.ignores(name)) {
      throw new IOException(
          "git does not ignore "
              + name
              + ", which the configuration copies or links into worktrees: it would land with the"
              + " work; name it in .gitignore, without a slash at the end if it is linked");
    }
  }

  private static void refuseTracked(Path link, String name) throws IOException {
    if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "the configuration links " + name + ", and the project has a directory of that name");
    }
  }

  private Path source(String name) throws IOException {
    Path source = checkout.resolve(name).normalize();
    if (!source.startsWith(checkout) || !Files.exists(source)) {
      throw new IOException(
          "the configuration copies or links "
              + name
              + " into worktrees, and there is no such file in "
              + checkout);
    }
    return source;
  }

  /** Returns the destination of a file; never through a symbolic link in the project's tree. */
  private static Path inside(Path worktree, String name) throws IOException {
    Path target = worktree.resolve(name).normalize();
    Path parent = target.getParent();
    if (!target.startsWith(worktree) || target.equals(worktree) || parent == null) {
      throw new IOException(name + " is not inside the worktree");
    }
    Files.createDirectories(parent);
    if (!parent.toRealPath().startsWith(worktree.toRealPath())) {
      throw new IOException(name + " leads out of the worktree by a symbolic link");
    }
    return target;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                each,
                to.resolve(from.relativize(each).toString()),
                LinkOption.NOFOLLOW_LINKS,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
