package dev.roundhouse.orchestrator;

import com.google.common.collect.ImmutableList;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.DiffSettings;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.worktree.FilesDiff;
import dev.roundhouse.orchestrator.internal.git.worktree.RestoredWorktrees;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.internal.review.AttemptFinder;
import dev.roundhouse.orchestrator.internal.review.AttemptFinder.Found;
import dev.roundhouse.orchestrator.internal.review.LastLook;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The changes of attempts: of running ones so far, of finished ones as they would land, of landed
 * ones as they landed, of all others as they are kept; and directories in which to look at them. An
 * attempt at work does not notice.
 *
 * <p>Immutable; safe for use by any number of threads and processes.
 */
public final class AttemptContent {
  private final RunRequest request;

  AttemptContent(RunRequest request) {
    this.request = request;
  }

  /** The progress of an attempt whose changes are shown. */
  public enum State {
    /** An agent works on it, or was interrupted there: its worktree is compared with its base. */
    RUNNING,
    /** It waits to land. */
    FINISHED,
    /** It has landed. */
    LANDED,
    /** It did not land, and its work is kept. */
    KEPT
  }

  /** The forms in which changes are shown. */
  public enum Form {
    /** A diff for people, by the user's own settings. */
    DIFF("--patch"),
    /** A patch for {@code git apply}, binary files included. */
    PATCH(
        ("--binary --full-index --no-renames --unified=3 --inter-hunk-context=0 -O/dev/null"
                + " --src-prefix=a/ --dst-prefix=b/")
            .split(" ")),
    /** A diff in the same form for everyone, without the content of binary files. */
    PLAIN(
        ("--patch --no-renames --unified=3 --inter-hunk-context=0 -O/dev/null"
                + " --src-prefix=a/ --dst-prefix=b/")
            .split(" ")),
    /** The number of changed lines of each file. */
    STAT("--stat"),
    /** The paths alone. */
    NAMES("--name-only");

    private final ImmutableList<String> words;

    Form(String... words) {
      this.words = ImmutableList.copyOf(words);
    }
  }

  /**
   * The changes of one attempt.
   *
   * @param issue the issue
   * @param attempt the attempt's number
   * @param state the progress of the attempt
   * @param from the commit before them
   * @param to the commit with them; empty if it is running
   * @param worktree the worktree with them, if it is running
   */
  public record Changes(
      IssueId issue,
      int attempt,
      State state,
      String from,
      Optional<String> to,
      Optional<Path> worktree) {}

  /**
   * A file that an attempt changed.
   *
   * @param path its path
   * @param status {@code A} if it is new, {@code D} if it is gone, {@code M} or another letter of
   *     git's otherwise
   * @param added the number of lines added, or -1 if it is binary
   * @param removed the number of lines removed, or -1 if it is binary
   */
  public record ChangedFile(String path, String status, int added, int removed) {}

  /**
   * The changes in the work on an issue since a person last looked at it. What others landed
   * meanwhile is not part of it.
   *
   * @param changes the earlier work, merged onto the base of the present one, and the present one
   * @param paths the files to compare; empty for all
   * @param isMerged false if the earlier work could not be merged onto the present base, so that it
   *     is compared as it was, on the files that either changed
   */
  public record Since(Changes changes, List<String> paths, boolean isMerged) {
    /** Copies the paths. */
    public Since {
      paths = List.copyOf(paths);
    }
  }

  /** The relation of an attempt to the directory in which a person looks at it. */
  public enum Visit {
    /** Its agent is at work there; what the person changes counts as its work. */
    AT_WORK,
    /** Its run was killed; the next one saves what is there. */
    INTERRUPTED,
    /** The directory was made for the person. */
    RESTORED,
    /** The directory was made for the person earlier, and may have been changed since. */
    REVISITED
  }

  /**
   * A directory in which a person can look at an attempt.
   *
   * @param issue the issue
   * @param attempt the attempt's number
   * @param directory the directory
   * @param visit the relation of the two
   */
  public record Place(IssueId issue, int attempt, Path directory, Visit visit) {}

  /**
   * The user's own settings for what git shows on a terminal.
   *
   * @param pager the command line of a pager, for a shell; empty for none
   * @param colour whether diffs are coloured
   */
  public record Display(Optional<String> pager, boolean colour) {}

  /**
   * Finds the changes of an attempt.
   *
   * @param attempt its number, or empty for the newest that has changed something
   * @throws RefusedException if there is no such attempt, or nothing of it
   * @throws IOException if the repository or the ledger cannot be read
   */
  public Changes changes(IssueId issue, OptionalInt attempt)
      throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory())) {
      AttemptFinder finder = new AttemptFinder(repository, request);
      IssueRecord record = AttemptFinder.record(Ledger.read(repository.stateDir()), issue, attempt);
      Optional<Found> current = finder.current(record, attempt);
      return current.isPresent()
          ? changes(record, current.get(), state(record, current.get()))
          : changes(record, finder.kept(record, attempt), State.KEPT);
    }
  }

  private static State state(IssueRecord record, Found current) {
    if (current.worktree().isPresent()) {
      return State.RUNNING;
    }
    return record.status() == LifecycleStatus.LANDED ? State.LANDED : State.FINISHED;
  }

  private static Changes changes(IssueRecord record, Found found, State state) {
    return new Changes(
        record.id(), found.attempt(), state, found.from(), found.to(), found.worktree());
  }

  /**
   * Returns the worktree in which an agent works on {@code issue}, or worked when its run was
   * interrupted; empty if there is none.
   *
   * @throws IOException if the repository or the ledger cannot be read
   */
  public Optional<Path> worktree(IssueId issue) throws IOException {
    try (Repository repository = Repository.open(request.directory())) {
      Optional<IssueRecord> record = Ledger.read(repository.stateDir()).issue(issue);
      return record.isPresent()
          ? new AttemptFinder(repository, request).current(record.get()).flatMap(Found::worktree)
          : Optional.empty();
    }
  }

  /**
   * Writes changes into a file, in git's words; the file is empty if there are none.
   *
   * @param colour whether the text has git's colours
   * @throws IOException if git cannot show them
   */
  public void write(Changes changes, Form form, boolean colour, Path file)
      throws IOException, InterruptedException {
    write(new Since(changes, List.of(), true), form, colour, file);
  }

  /** Writes what has changed since a look into a file, as the other overload does. */
  public void write(Since since, Form form, boolean colour, Path file)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(form.words);
    words.add(colour ? "--color=always" : "--no-color");
    try (Repository repository = Repository.open(request.directory())) {
      diff(repository, since.changes()).on(since.paths()).write(file, words);
    }
  }

  /**
   * Finds out how an attempt differs from what {@link #look} last noted of its issue; empty if
   * nothing was, or while an agent works.
   *
   * @throws IOException if git cannot tell
   */
  public Optional<Since> since(Changes changes) throws IOException, InterruptedException {
    try (Repository repository = Repository.open(request.directory())) {
      return changes.to().isPresent()
          ? new LastLook(repository, changes.issue())
              .since(changes.from(), changes.to().get())
              .map(each -> since(changes, each))
          : Optional.empty();
    }
  }

  private static Since since(Changes now, LastLook.Difference difference) {
    Changes later =
        new Changes(
            now.issue(), now.attempt(), now.state(), difference.from(), now.to(), Optional.empty());
    return new Since(later, difference.paths(), difference.isMerged());
  }

  /** Tells whether a gate judges work before it lands. */
  public boolean isGated() {
    return request.gate() != null || !request.options().gate().commands().isEmpty();
  }

  /**
   * Notes that a person looks at an attempt, unless an agent is at work on it. Garbage collection
   * keeps the work until the issue has landed.
   *
   * @throws IOException if it could not be noted
   */
  public void look(Changes changes) throws IOException, InterruptedException {
    try (Repository repository = Repository.open(request.directory())) {
      if (changes.to().isPresent()) {
        new LastLook(repository, changes.issue()).note(changes.to().get());
      }
    }
  }

  /**
   * Returns the files that an attempt changed, by path.
   *
   * @throws IOException if git cannot tell
   */
  public List<ChangedFile> files(Changes changes) throws IOException, InterruptedException {
    return files(new Since(changes, List.of(), true));
  }

  /** Returns the files that have changed since a look, by path. */
  public List<ChangedFile> files(Since since) throws IOException, InterruptedException {
    try (Repository repository = Repository.open(request.directory())) {
      return diff(repository, since.changes()).on(since.paths()).files().stream()
          .map(each -> new ChangedFile(each.path(), each.status(), each.added(), each.removed()))
          .toList();
    }
  }

  private static FilesDiff diff(Repository repository, Changes changes) throws IOException {
    Path worktree = changes.worktree().orElse(null);
    if (worktree == null) {
      return FilesDiff.between(repository, changes.from(), changes.to().orElseThrow());
    }
    Path root = Objects.requireNonNull(worktree.getParent());
    return new WorktreePool(repository, root)
        .find(worktree.getFileName().toString())
        .map(slot -> FilesDiff.inWorktree(slot, changes.from()))
        .orElseThrow(() -> new IOException("the worktree " + worktree + " is gone"));
  }

  /**
   * Finds a directory in which a person can look at an attempt: the worktree of a running one, in
   * which nothing is changed; for any other one a worktree of its own, made from the work that is
   * kept unless it exists already. That one is the person's, and {@code git worktree remove}
   * removes it.
   *
   * @param attempt its number, or empty for the newest that has changed something
   * @throws RefusedException if there is no such attempt, or nothing of it
   * @throws IOException if it cannot be restored; nothing is left then
   */
  public Place open(IssueId issue, OptionalInt attempt)
      throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      LedgerView view = Ledger.read(repository.stateDir());
      AttemptFinder finder = new AttemptFinder(repository, request);
      IssueRecord record = AttemptFinder.record(view, issue, attempt);
      Optional<Found> current = finder.current(record, attempt);
      Optional<Path> running = current.flatMap(Found::worktree);
      if (running.isPresent()) {
        Visit visit = AttemptFinder.isAtWork(view, record) ? Visit.AT_WORK : Visit.INTERRUPTED;
        return new Place(issue, record.attempts(), running.get(), visit);
      }
      KeptWork work =
          finder
              .newest(record, attempt)
              .filter(each -> current.isEmpty() || each.number() == record.attempts())
              .or(() -> current.map(each -> AttemptFinder.landed(issue, each)))
              .orElseThrow(() -> AttemptFinder.nothingKept(record, attempt));
      RestoredWorktrees restored = new RestoredWorktrees(repository, finder.worktrees());
      Optional<Path> before = restored.find(work);
      Visit visit = before.isPresent() ? Visit.REVISITED : Visit.RESTORED;
      Path place = before.isPresent() ? before.get() : restored.make(work);
      return new Place(issue, work.number(), place, visit);
    }
  }

  /**
   * Returns the user's settings for diffs on a terminal.
   *
   * @throws IOException if git cannot tell
   */
  public Display display() throws IOException, InterruptedException {
    try (Repository repository = Repository.open(request.directory())) {
      DiffSettings settings = new DiffSettings(repository);
      return new Display(settings.pager(), settings.isColoured());
    }
  }
}
