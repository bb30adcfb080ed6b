package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.orchestrator.internal.environment.GitConfigEnvironment;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/**
 * One git repository: its objects and refs, read and written in process; never its worktrees, which
 * belong to the git command. Everything written is durable when the call returns.
 *
 * <p>Safe for use by any number of threads and processes.
 */
public final class Repository implements AutoCloseable {
  private final RepositoryLayout places;
  private final Git git;
  private final Map<String, String> environment;
  private volatile @Nullable Content content; // null until objects or refs are needed
  private @Nullable GitIdentity identity; // guarded by this; the first answer is kept

  /** The objects and refs that JGit reads and writes. */
  private record Content(org.eclipse.jgit.lib.Repository jgit, ObjectStore objects, Refs refs) {}

  private Repository(RepositoryLayout places, Map<String, String> environment) {
    this.places = places;
    this.git = places.place().git();
    this.environment = environment;
  }

  /**
   * Opens the repository that contains {@code directory}, with the identity in this process's
   * environment; writes nothing.
   *
   * @throws RepositoryException if it is not a repository, or not a usable one
   * @throws IOException if it cannot be read
   */
  public static Repository open(Path directory) throws IOException {
    return open(directory, System.getenv());
  }

  /**
   * Opens the repository with the identity in {@code environment}.
   *
   * @throws RepositoryException if it is not a repository, or not a usable one, or git would refuse
   *     every command in that environment
   * @throws IOException if it cannot be read
   */
  public static Repository open(Path directory, Map<String, String> environment)
      throws IOException {
    Repository repository = openUnborn(directory, environment);
    try {
      repository.places.requireCommits();
      return repository;
    } catch (IOException | RuntimeException refused) {
      repository.close();
      throw refused;
    } catch (InterruptedException interrupted) {
      repository.close();
      throw interrupted(directory, interrupted);
    }
  }

  /**
   * Opens the repository with the identity in this process's environment, even if it has no commits
   * yet.
   *
   * @throws RepositoryException if it is not a repository, or not a usable one
   * @throws IOException if it cannot be read
   */
  public static Repository openUnborn(Path directory) throws IOException {
    return openUnborn(directory, System.getenv());
  }

  /**
   * Opens the repository with the identity in {@code environment}, even if it has no commits yet.
   *
   * @throws RepositoryException if it is not a repository, or not a usable one
   * @throws IOException if it cannot be read
   */
  public static Repository openUnborn(Path directory, Map<String, String> environment)
      throws IOException {
    return find(directory, environment).withContent();
  }

  /**
   * Finds the repository as {@link #openUnborn(Path)} does, without its objects and refs, which
   * take several times as long to set up.
   *
   * @throws RepositoryException if it is not a repository, or not a usable one
   * @throws IOException if it cannot be read
   */
  public static Repository find(Path directory) throws IOException {
    return find(directory, System.getenv());
  }

  /**
   * Returns the repository of a checkout that was found before, without its objects and refs. Git
   * is not asked again.
   *
   * @throws IOException if it cannot be read
   */
  public static Repository ofFound(Path checkout) throws IOException {
    Optional<GitLocation> place = GitLocation.at(checkout);
    return place.isPresent()
        ? new Repository(new RepositoryLayout(place.get()), Map.copyOf(System.getenv()))
        : find(checkout);
  }

  private static Repository find(Path directory, Map<String, String> environment)
      throws IOException {
    Optional<String> problem = new GitConfigEnvironment(environment).problem();
    if (problem.isPresent()) {
      throw new RepositoryException(
          "git refuses every command in this environment: " + problem.get(),
          GitConfigEnvironment.HINT);
    }
    try {
      return new Repository(RepositoryLayout.find(directory), Map.copyOf(environment));
    } catch (InterruptedException interrupted) {
      throw interrupted(directory, interrupted);
    }
  }

  /**
   * Returns this repository, now with its objects and refs.
   *
   * @throws IOException if they cannot be read
   */
  public synchronized Repository withContent() throws IOException {
    if (content == null) {
      org.eclipse.jgit.lib.Repository jgit = DurableRepository.open(commonDir());
      content = new Content(jgit, new ObjectStore(jgit), new Refs(jgit, commonDir()));
    }
    return this;
  }

  private Content content() {
    Content loaded = content;
    if (loaded == null) {
      throw new IllegalStateException("the objects and refs of " + commonDir() + " were not asked");
    }
    return loaded;
  }

  private static IOException interrupted(Path directory, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted while opening " + directory, cause);
  }

  /**
   * Tells whether it has a commit that work could land on.
   *
   * @throws IOException if git cannot be asked
   */
  public boolean hasCommits() throws IOException {
    try {
      return places.hasCommits();
    } catch (InterruptedException interrupted) {
      throw interrupted(checkout(), interrupted);
    }
  }

  /** Returns the top of the checkout it was opened from. */
  public Path checkout() {
    return places.checkout();
  }

  /** Returns the state of that checkout. */
  public CheckoutState checkoutState() {
    return new CheckoutState(places.place().gitDir(), git);
  }

  /** Returns the directory of all its worktrees' objects and refs. */
  public Path commonDir() {
    return places.commonDir();
  }

  /** Returns the directory of Roundhouse's state. */
  public Path stateDir() {
    return places.commonDir().resolve("roundhouse");
  }

  /** Returns the default directory for worktrees, outside every checkout. */
  public Path defaultWorktreeRoot() {
    return places.defaultWorktreeRoot(environment);
  }

  /**
   * Ensures that the repository can be written to.
   *
   * @throws RepositoryException if it cannot
   */
  public void requireWritable() throws RepositoryException {
    places.requireWritable();
  }

  /** Returns its objects. */
  public ObjectStore objects() {
    return content().objects();
  }

  /**
   * Tells whether every object that {@code commits} have and {@code known}, which is complete,
   * lacks is on disk at this moment. Callers that rely on the objects must ask first.
   *
   * @throws IOException if it cannot be looked at
   */
  public boolean isWhole(Collection<ObjectId> commits, ObjectId known)
      throws IOException, InterruptedException {
    return CommitIntegrity.isWhole(content().jgit(), git, commits, known);
  }

  /** Tells whether every object of {@code commits} and their histories exists for git. */
  public boolean isWhole(Collection<ObjectId> commits) throws IOException, InterruptedException {
    return CommitIntegrity.isWholeToGit(git, commits, List.of());
  }

  /** Returns the git commands that are deleting objects in the repository at this moment. */
  public RunningPrunes pruning() {
    return RunningPrunes.in(commonDir(), checkout());
  }

  /** Returns its history. */
  public CommitHistory history() {
    return new CommitHistory(content().jgit(), objects());
  }

  /** Returns the checkout as a worktree for computing merges; nothing is written there. */
  public Worktree checkoutAsWorktree() {
    GitLocation place = places.place();
    return new Worktree("checkout", place.top(), place.gitDir(), place.commonDir());
  }

  /** Returns the location of the checkout. */
  GitLocation place() {
    return places.place();
  }

  /** Returns a git for the checkout that writes nothing there. */
  public Git git() {
    return git;
  }

  /** Returns the branch that is checked out, or empty if HEAD is detached. */
  public Optional<String> currentBranch() throws IOException {
    try {
      GitOutput head = git.ask("symbolic-ref", "-q", "HEAD");
      String prefix = Constants.R_HEADS;
      return head.ok() && head.line().startsWith(prefix)
          ? Optional.of(head.line().substring(prefix.length()))
          : Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading HEAD", interrupted);
    }
  }

  /**
   * Tells whether there may be a ref below {@code prefix}, which ends in a slash; needs no refs to
   * be open, and is false only if there is none.
   *
   * @throws IOException if that cannot be read
   */
  public boolean mayHaveRefs(String prefix) throws IOException {
    return places.mayHaveRefs(prefix);
  }

  /** Returns its refs. */
  public Refs refs() {
    return content().refs();
  }

  /** Returns the names of the remotes that the repository's own configuration has. */
  public Set<String> remotes() {
    return new TreeSet<>(content().jgit().getConfig().getSubsections("remote"));
  }

  /** Returns the object a full ref name points at. */
  public Optional<ObjectId> resolve(String ref) throws IOException {
    return refs().find(ref);
  }

  /**
   * Removes the locks that a killed process of ours left: on refs below {@code refs/roundhouse/},
   * and on the configuration. Only for the holder of the run lock: no other process makes these.
   *
   * @throws IOException if one cannot be removed
   */
  public void removeStaleLocks() throws IOException {
    new SharedConfig(commonDir()).unlock();
    refs().removeStaleLocks();
  }

  /**
   * Returns the author of commits made at {@code when}: the one git would name in the checkout,
   * otherwise Roundhouse; in UTC. The first answer is kept, whatever has been configured since.
   *
   * @throws IOException if git cannot be asked
   */
  public PersonIdent author(Instant when) throws IOException {
    return identity().author().at(when);
  }

  /**
   * Returns the committer of commits made at {@code when}, found in the same way.
   *
   * @throws IOException if git cannot be asked
   */
  public PersonIdent committer(Instant when) throws IOException {
    return identity().committer().at(when);
  }

  private synchronized GitIdentity identity() throws IOException {
    if (identity == null) {
      try {
        identity = GitIdentity.of(git, environment);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while asking git who commits", interrupted);
      }
    }
    return identity;
  }

  @Override
  public void close() {
    Content loaded = content;
    if (loaded != null) {
      loaded.jgit().close();
    }
  }
}
