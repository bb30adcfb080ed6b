package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.config.ConfigReference;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.FreshRepository;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.project.ProjectScan;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/**
 * Proposes a first configuration for a checkout, and writes it: looks at its build tool, ignored
 * files and issues, and at the agents on PATH. Immutable; safe for use by any number of threads.
 */
public final class ProjectSetup {
  /** The JSON Schema of the file for editors, relative to it. */
  public static final String SCHEMA = ProjectScan.SCHEMA;

  private final RunRequest request;

  ProjectSetup(RunRequest request) {
    this.request = request;
  }

  /**
   * Looks at the checkout, which may have no commits yet; writes nothing there.
   *
   * @throws IOException if something cannot be read
   * @throws InterruptedException if the calling thread was interrupted
   */
  public Proposal propose() throws IOException, InterruptedException {
    try (Repository repository =
        Repository.openUnborn(request.directory(), request.environment())) {
      ProjectScan scan =
          ProjectScan.of(
              repository, request.environment(), Runtime.getRuntime().availableProcessors());
      return new Proposal(
          repository.checkout().resolve(ConfigFile.NAME),
          repository.hasCommits() ? repository.currentBranch() : Optional.empty(),
          scan,
          new Proposal.Choice(
              scan.agents().stream().findFirst(),
              scan.gate(),
              scan.workers(),
              /* isReviewed= */ false));
    }
  }

  /**
   * Returns the branches of the repository, sorted by name.
   *
   * @throws IOException if it cannot be read
   */
  public List<String> branches() throws IOException {
    try (Repository repository = Repository.open(request.directory())) {
      return repository.refs().below(Constants.R_HEADS).keySet().stream()
          .map(each -> each.substring(Constants.R_HEADS.length()))
          .toList();
    }
  }

  /**
   * Returns the remotes of the repository, sorted by name.
   *
   * @throws IOException if it cannot be read
   */
  public List<String> remotes() throws IOException {
    try (Repository repository = Repository.open(request.directory())) {
      return List.copyOf(repository.remotes());
    }
  }

  /**
   * Creates a repository to try something in: in {@code directory}, with everything in it committed
   * to the branch {@code main} under an identity made for it.
   *
   * @param directory an existing directory that is not in a repository
   * @param message the message of the commit
   * @param tag the name of a tag on the commit
   * @throws IOException if git cannot create it; the directory may contain a part of it
   * @throws InterruptedException if the calling thread was interrupted, with the same effect
   */
  public static void makeRepository(Path directory, String message, String tag)
      throws IOException, InterruptedException {
    FreshRepository.of(directory, message, tag);
  }

  /**
   * Refuses to write a configuration where there is one.
   *
   * @throws RefusedException if the file exists
   */
  public static void refuseExisting(Path file) throws RefusedException {
    if (Files.exists(file)) {
      throw RefusedException.input(
          file + " already exists",
          "edit it, or move it elsewhere; '--dry-run' prints what would be written");
    }
  }

  /**
   * Writes the text of {@code proposal} to its file, and beside it the JSON Schema that its first
   * line names for editors; a schema that exists is replaced.
   *
   * @throws RefusedException if the file exists
   * @throws IOException if it cannot be written
   */
  public static void write(Proposal proposal) throws IOException, RefusedException {
    try {
      Files.writeString(proposal.file(), proposal.text(), StandardOpenOption.CREATE_NEW);
      Path schema = proposal.file().resolveSibling(SCHEMA);
      Files.createDirectories(Objects.requireNonNull(schema.getParent()));
      Files.writeString(schema, ConfigReference.schema());
    } catch (FileAlreadyExistsException since) {
      refuseExisting(proposal.file());
      throw since;
    }
  }

  /** A proposed configuration. Immutable. */
  public static final class Proposal {
    private static final int MOST_WORKERS = 256;

    private final Path file;
    private final Optional<String> branch;
    private final ProjectScan scan;
    private final Choice choice;

    private Proposal(Path file, Optional<String> branch, ProjectScan scan, Choice choice) {
      this.file = file;
      this.branch = branch;
      this.scan = scan;
      this.choice = choice;
    }

    /** The values a person may choose. Immutable. */
    private record Choice(
        Optional<String> agent, List<String> gate, int workers, boolean isReviewed) {}

    /** Returns the file to write. */
    public Path file() {
      return file;
    }

    /** Returns the branch that is checked out; empty if there is none, or it has no commits. */
    public Optional<String> branch() {
      return branch;
    }

    /** Returns what was found, a few words each, for people. */
    public List<String> found() {
      return scan.found();
    }

    /** Returns the names of the agents that were found. */
    public List<String> agents() {
      return scan.agents();
    }

    /** Returns the agent; empty if none is known. */
    public Optional<String> agent() {
      return choice.agent();
    }

    /** Returns the gate's command lines; none to land untested. */
    public List<String> gate() {
      return choice.gate();
    }

    /** Returns the command line that prepares agents' worktrees, if they need one. */
    public Optional<String> setup() {
      return scan.setup();
    }

    /** Returns the number of workers. */
    public int workers() {
      return choice.workers();
    }

    /** Tells whether a person reads every change before it lands; false at first. */
    public boolean isReviewed() {
      return choice.isReviewed();
    }

    /** Returns the folders of issues that were found. */
    public List<String> backlog() {
      return scan.backlog().names();
    }

    /** Returns the number of issues that were found. */
    public int issues() {
      return scan.backlog().issues();
    }

    /** Returns the text of the file. */
    public String text() {
      return scan.starter(agent(), gate(), workers(), isReviewed());
    }

    /**
     * Returns the options that the file would set.
     *
     * @throws RefusedException if they contradict each other
     */
    public RunOptions.Builder options() throws RefusedException {
      return ConfigFile.parse(text());
    }

    /** Returns the files that the gate was found in, for people; empty if there is none. */
    public List<String> evidence() {
      return scan.evidence();
    }

    /**
     * Returns the same proposal with another agent.
     *
     * @throws IllegalArgumentException if it is not a command line
     */
    public Proposal withAgent(String line) {
      return with(new Choice(Optional.of(checked(line)), gate(), workers(), isReviewed()));
    }

    /**
     * Returns the same proposal with one other command as its gate.
     *
     * @throws IllegalArgumentException if it is not a command line
     */
    public Proposal withGate(String line) {
      return with(new Choice(agent(), List.of(checked(line)), workers(), isReviewed()));
    }

    /**
     * Returns the same proposal with another number of workers.
     *
     * @throws IllegalArgumentException if it is not 1 to 256
     */
    public Proposal withWorkers(int count) {
      if (count < 1 || count > MOST_WORKERS) {
        throw new IllegalArgumentException(
            "workers must be 1 to " + MOST_WORKERS + ", not " + count);
      }
      return with(new Choice(agent(), gate(), count, isReviewed()));
    }

    /** Returns the same proposal where a person reads every change before it lands, or does not. */
    public Proposal reviewed(boolean isRequired) {
      return with(new Choice(agent(), gate(), workers(), isRequired));
    }

    private Proposal with(Choice other) {
      return new Proposal(file, branch, scan, other);
    }

    private static String checked(String line) {
      String stripped = line.strip();
      if (stripped.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a command line must not contain control characters");
      }
      var unused = Command.parse(stripped);
      return stripped;
    }
  }
}
