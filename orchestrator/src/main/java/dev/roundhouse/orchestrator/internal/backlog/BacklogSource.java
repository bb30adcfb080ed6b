package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.FileIndex;
import dev.roundhouse.core.backlog.MarkdownBacklog;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.CheckoutState;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.Optional;

/**
 * The source of a run's issues, which also knows whether they can be read at this moment: files in
 * the user's checkout are unreliable while git replaces them, and while another branch than at the
 * beginning is checked out. Safe for use by any number of threads.
 */
public final class BacklogSource {
  private final Backlog backlog;
  private final FileIndex index;
  private final Optional<CheckoutState> checkout;
  private final String head;
  private final boolean mayBeEmpty;

  private BacklogSource(
      Backlog backlog,
      FileIndex index,
      Optional<CheckoutState> checkout,
      String head,
      boolean mayBeEmpty) {
    this.backlog = backlog;
    this.index = index;
    this.checkout = checkout;
    this.head = head;
    this.mayBeEmpty = mayBeEmpty;
  }

  public static BacklogSource of(Repository repository, RunRequest request) throws IOException {
    FileIndex index = FileIndex.at(repository.stateDir().resolve("backlog.index"), request.clock());
    Backlog given = request.backlog();
    if (given != null) {
      return new BacklogSource(given, index, Optional.empty(), "", false);
    }
    Backlog files = new MarkdownBacklog(repository.checkout(), request.options().backlog(), index);
    CheckoutState checkout = repository.checkoutState();
    return new BacklogSource(files, index, Optional.of(checkout), checkout.head(), false);
  }

  /** Returns the same source, for which it is not an error to have no issues yet. */
  public BacklogSource orEmpty() {
    return new BacklogSource(backlog, index, checkout, head, true);
  }

  boolean mayBeEmpty() {
    return mayBeEmpty;
  }

  /** Reads the source as it is. */
  Taken take() throws IOException {
    Object version = backlog.version();
    return new Taken(version, backlog.read().checked());
  }

  public Object version() throws IOException {
    return backlog.version();
  }

  /** Returns the source itself, which is written back to. */
  public Backlog backlog() {
    return backlog;
  }

  /** Saves the parse results for the next process. */
  public void save() {
    index.save();
  }

  /** Returns the reason why the source cannot be read now; empty if it can. */
  public String notNow() throws IOException {
    if (checkout.isEmpty()) {
      return "";
    }
    if (!checkout.get().head().equals(head)) {
      return "another branch is checked out now";
    }
    String operation = checkout.get().underWay();
    return operation.isEmpty() ? "" : "a git operation is under way (.git/" + operation + ")";
  }

  /**
   * The result of one reading.
   *
   * @param version the version of the source before the reading
   * @param reading the issues
   */
  public record Taken(Object version, BacklogReading reading) {}
}
