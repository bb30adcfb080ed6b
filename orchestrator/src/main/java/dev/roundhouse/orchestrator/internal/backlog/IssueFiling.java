package dev.roundhouse.orchestrator.internal.backlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roundhouse.core.backlog.FileIndex;
import dev.roundhouse.core.backlog.IssueDraft;
import dev.roundhouse.core.backlog.IssueFileCreator;
import dev.roundhouse.core.backlog.MarkdownBacklog;
import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.core.ledger.SubmissionReceipt;
import dev.roundhouse.core.ledger.Submissions;
import dev.roundhouse.orchestrator.internal.context.FilingLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes new issues into files, at once or once a person has edited them, or into the ledger. An id
 * is given once, in whatever worktree of the repository: the last of each kind is remembered where
 * all of them look. Safe for use by any number of threads and processes.
 */
public final class IssueFiling {
  private final Repository repository;
  private final RunRequest request;

  /** Creates the filing of issues of {@code repository}. */
  public IssueFiling(Repository repository, RunRequest request) {
    this.repository = repository;
    this.request = request;
  }

  /**
   * Records a new issue in the ledger alone; a second submission with the same key within 24 hours
   * gets the answer to the first.
   *
   * @throws IllegalTransitionException if the backlog or the ledger has an issue with that id
   * @throws IllegalArgumentException if the key is malformed
   */
  public SubmissionReceipt submit(IssueId issue, Submission submission, Optional<String> key)
      throws IOException, RefusedException {
    try (LockFile.Held held = FilingLock.acquire(repository);
        Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
      requireUnknown(issue);
      Submissions submissions = new Submissions(ledger, request.clock());
      return key.isPresent()
          ? submissions.submit(issue, submission, key.get())
          : submissions.submit(issue, submission);
    }
  }

  private void requireUnknown(IssueId issue) throws IOException, RefusedException {
    if (BacklogReader.scan(repository, request).issues().stream()
        .anyMatch(each -> each.id().equals(issue))) {
      throw new IllegalTransitionException(
          issue,
          LifecycleStatus.OPEN,
          LifecycleStatus.OPEN,
          "the backlog already has an issue with that id");
    }
  }

  /**
   * Writes a new issue into a file of its own.
   *
   * @throws RefusedException if the backlog is not made of files, or none can say what {@code
   *     draft} does
   */
  public Issue create(IssueDraft draft) throws IOException, RefusedException {
    requireFiles();
    try (LockFile.Held held = FilingLock.acquire(repository)) {
      clear();
      GivenIds given = given();
      Issue issue = creator().create(draft, taken(given), request.clock().instant());
      given.add(issue.id());
      return issue;
    } catch (IllegalArgumentException impossible) {
      throw inOtherWords(impossible);
    }
  }

  /**
   * Writes a new issue into a file outside the backlog, where a person can edit it before it
   * counts. Its id is given to no other issue as long as the file is there.
   *
   * @throws RefusedException in the same cases as {@link #create}
   */
  public Aside createAside(IssueDraft draft) throws IOException, RefusedException {
    requireFiles();
    try (LockFile.Held held = FilingLock.acquire(repository)) {
      clear();
      IssueFileCreator creator = creator();
      Issue issue = creator.createAside(draft, taken(given()), request.clock().instant());
      Path file = creator.aside().resolve(Path.of(issue.locator()).getFileName());
      return new Aside(issue, file, inUse(file).acquire(FilingLock.LIMIT));
    } catch (IllegalArgumentException impossible) {
      throw inOtherWords(impossible);
    }
  }

  /**
   * Moves the file of {@code aside} to its place in the backlog.
   *
   * @throws FileAlreadyExistsException if there is another file by now; nothing has changed
   */
  public void publish(Aside aside) throws IOException {
    try (LockFile.Held held = FilingLock.acquire(repository)) {
      creator().publish(aside.file(), aside.issue().locator());
      given().add(aside.issue().id());
    }
  }

  /** Returns the files that were put aside and that no process works on any more, sorted. */
  public List<Path> leftAside() throws IOException {
    List<Path> left = new ArrayList<>();
    for (Path each : creator().drafts()) {
      Optional<LockFile.Held> free = inUse(each).tryAcquire();
      if (free.isPresent()) {
        free.get().close();
        left.add(each);
      }
    }
    return left.stream().sorted().toList();
  }

  private void requireFiles() throws RefusedException, IOException {
    if (request.backlog() != null) {
      throw RefusedException.input(
          "the issues of this backlog are not files of the checkout",
          "add the issue where the others come from");
    }
    repository.requireWritable();
  }

  private static RefusedException inOtherWords(IllegalArgumentException impossible) {
    return RefusedException.input(
        String.valueOf(impossible.getMessage()), "choose another" + " type, or reword the text");
  }

  private IssueFileCreator creator() throws IOException {
    FileIndex index = FileIndex.at(repository.stateDir().resolve("backlog.index"), request.clock());
    MarkdownBacklog files =
        new MarkdownBacklog(repository.checkout(), request.options().backlog(), index);
    return new IssueFileCreator(files, FilingLock.staging(repository));
  }

  /** Returns the ids that are known apart from the backlog of this checkout. */
  private List<IssueId> taken(GivenIds given) throws IOException {
    List<IssueId> taken = new ArrayList<>(given.ids());
    Ledger.read(repository.stateDir()).issues().stream().map(IssueRecord::id).forEach(taken::add);
    return taken;
  }

  private static LockFile inUse(Path file) {
    return new LockFile(file.resolveSibling(file.getFileName() + ".lock"));
  }

  private GivenIds given() throws IOException {
    Path file = FilingLock.staging(repository).resolve("ids");
    return GivenIds.read(new AtomicFile(file), String.join(" ", request.options().backlog()));
  }

  /** Deletes what a killed process left; the lock is held. */
  private void clear() throws IOException {
    for (Path each : Directories.entries(FilingLock.staging(repository), "*.md")) {
      Files.deleteIfExists(each);
    }
    for (Path lock : Directories.entries(creator().aside(), "*.lock")) {
      String name = String.valueOf(lock.getFileName());
      if (!Files.exists(lock.resolveSibling(name.substring(0, name.length() - 5)))) {
        Files.deleteIfExists(lock);
      }
    }
  }

  /**
   * A new issue that is not in the backlog yet.
   *
   * @param issue the issue, with the path it will have
   * @param file its file
   * @param held keeps others from taking the file for one that was left
   */
  public record Aside(Issue issue, Path file, LockFile.Held held) {}

  /** The last id that was given in a backlog, for each beginning of ids. */
  private record GivenIds(AtomicFile file, String backlog, Map<String, IssueId> last) {
    private static final String GAP = "\t";

    static GivenIds read(AtomicFile file, String backlog) throws IOException {
      Map<String, IssueId> last = new TreeMap<>();
      file.read()
          .map(bytes -> new String(bytes, UTF_8))
          .orElse("")
          .lines()
          .map(line -> line.split(GAP, 2))
          .filter(parts -> parts.length == 2)
          .forEach(
              parts -> IssueId.parse(parts[0]).ifPresent(id -> last.put(key(id, parts[1]), id)));
      return new GivenIds(file, backlog, last);
    }

    private static String key(IssueId id, String backlog) {
      return id.key().replaceAll("\\d+$", "") + GAP + backlog;
    }

    List<IssueId> ids() {
      return last.entrySet().stream()
          .filter(each -> each.getKey().endsWith(GAP + backlog))
          .map(Map.Entry::getValue)
          .toList();
    }

    void add(IssueId id) throws IOException {
      last.put(key(id, backlog), id);
      StringBuilder lines = new StringBuilder();
      last.forEach(
          (key, each) -> lines.append(each).append(key.substring(key.indexOf(GAP))).append('\n'));
      file.replace(lines.toString().getBytes(UTF_8));
    }
  }
}
