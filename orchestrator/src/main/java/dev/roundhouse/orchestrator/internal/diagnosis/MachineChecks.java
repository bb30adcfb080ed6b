package dev.roundhouse.orchestrator.internal.diagnosis;

import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.RepositoryFacts;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jgit.lib.PersonIdent;

/** Questions about git, Java and the disk. Stateless. */
final class MachineChecks {
  private static final long MEGA = 1_000_000;
  private static final long LEAST_MEMORY = 200 * MEGA;

  private MachineChecks() {}

  /** Checks that git works here, and knows who commits; its version was checked before. */
  static HealthCheck git(Repository repository, Instant now)
      throws IOException, InterruptedException {
    repository.requireWritable();
    String version = new RepositoryFacts(repository).version();
    PersonIdent author = repository.author(now);
    if (author.getEmailAddress().equals("roundhouse@localhost")) {
      return HealthCheck.warning(
          "git",
          version + "; git has no user name, so Roundhouse commits under its own name",
          "git config --global user.name NAME, and the same with user.email");
    }
    return HealthCheck.ok("git", version + "; commits as " + author.getName());
  }

  /** Checks that Java has enough memory; an older Java would not have started this. */
  static HealthCheck java() {
    String version = Runtime.version().toString();
    long memory = Runtime.getRuntime().maxMemory();
    String finding = version + ", with up to " + size(memory) + " of memory";
    return memory < LEAST_MEMORY
        ? HealthCheck.warning(
            "java", finding, "give it more, such as with JDK_JAVA_OPTIONS=-Xmx512m")
        : HealthCheck.ok("java", finding);
  }

  /** Checks that the disks have space for the worktrees of a run. */
  static HealthCheck disk(Repository repository, RunRequest request)
      throws IOException, InterruptedException {
    RunOptions options = request.options();
    Path root = options.worktrees().orElseGet(repository::defaultWorktreeRoot);
    long free =
        Math.min(
            request.freeSpace().at(existing(root)), request.freeSpace().at(repository.commonDir()));
    long each = new RepositoryFacts(repository).checkoutBytes();
    int gates = options.gate().commands().isEmpty() ? 0 : options.landing().gates();
    int all = options.workers() + gates;
    int missing = Math.max(0, all - new WorktreePool(repository, root).existing().size());
    String finding = size(free) + " free";
    long floor = options.disk().floor();
    String remedy = "free some; 'roundhouse gc' deletes what is no longer needed";
    if (free < floor) {
      return HealthCheck.error(
          "disk",
          finding + ", less than 'diskFloor' (" + size(floor) + "): no agent starts",
          remedy);
    }
    String need = Plural.of(all, "worktree") + " of " + size(each);
    return free < floor + missing * each
        ? HealthCheck.warning("disk", finding + ", too little for " + need, remedy)
        : HealthCheck.ok("disk", finding + "; a run uses up to " + need);
  }

  /** Returns the nearest directory above {@code path}, or itself, that exists. */
  private static Path existing(Path path) {
    Path at = path.toAbsolutePath();
    while (!Files.exists(at)) {
      at = Objects.requireNonNull(at.getParent());
    }
    return at;
  }

  static String size(long bytes) {
    if (bytes >= 1000 * MEGA) {
      double giga = bytes / (1000.0 * MEGA);
      return String.format(Locale.ROOT, giga < 10 ? "%.1f GB" : "%.0f GB", giga);
    }
    return bytes >= MEGA ? bytes / MEGA + " MB" : Math.max(1, bytes / 1000) + " kB";
  }
}
