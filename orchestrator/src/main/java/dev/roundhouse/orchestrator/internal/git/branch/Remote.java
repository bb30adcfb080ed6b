package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A remote that our branches are pushed to. A commit there that was not pushed from here is never
 * overwritten; a push counts once the remote confirms it. For one thread.
 *
 * <p>The user's own hooks run: a hook that refuses a push does so on purpose.
 */
public final class Remote {
  private static final String HEADS = "refs/heads/";

  private final Repository repository;
  private final String name;

  /** Creates the remote with that name, which is one of {@link #names}. */
  public Remote(Repository repository, String name) {
    this.repository = repository;
    this.name = name;
  }

  /** Returns the names of the configured remotes. */
  public static List<String> names(Repository repository) throws IOException {
    try {
      return repository.git().run("remote").text().lines().toList();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while looking for remotes", interrupted);
    }
  }

  /**
   * Moves {@code branch} of the remote to {@code commit}.
   *
   * @return the reason why it is not there, or empty if it is
   * @throws IOException if git could not be run; calling again is harmless
   */
  public Optional<Refusal> push(String branch, ObjectId commit)
      throws IOException, InterruptedException {
    String ref = HEADS + branch;
    GitOutput before = ask(ref);
    if (!before.ok()) {
      return Optional.of(new Refusal(Kind.OUT_OF_REACH, message(before)));
    }
    PublishedCommits placement = PublishedCommits.onRemote(repository, name, branch);
    Optional<ObjectId> there = at(before, ref);
    if (there.filter(commit::equals).isPresent()) {
      placement.done(commit);
      return Optional.empty();
    }
    if (there.isPresent() && !placement.isOurs(there.get())) {
      return Optional.of(foreign(branch, there.get()));
    }
    placement.intend(there.orElse(null), commit);
    GitOutput pushed = push(ref, commit, there);
    GitOutput after = ask(ref);
    if (after.ok() && at(after, ref).filter(commit::equals).isPresent()) {
      placement.done(commit);
      return Optional.empty();
    }
    Optional<ObjectId> now = at(after, ref);
    if (now.isPresent() && !now.equals(there)) {
      return Optional.of(foreign(branch, now.get())); // another push came first
    }
    return Optional.of(
        refused(pushed)
            .map(why -> new Refusal(Kind.REFUSED, name + " rejects " + branch + ": " + why))
            .orElseGet(
                () -> new Refusal(Kind.OUT_OF_REACH, message(pushed.ok() ? after : pushed))));
  }

  private Refusal foreign(String branch, ObjectId there) {
    return new Refusal(
        Kind.FOREIGN, name + " has other commits on " + branch + ", at " + there.name());
  }

  /** Returns the remote's reason for refusing the one ref that was pushed, if it did. */
  private static Optional<String> refused(GitOutput pushed) {
    return pushed
        .text()
        .lines()
        .filter(line -> line.startsWith("!"))
        .map(line -> line.substring(line.lastIndexOf('\t') + 1))
        .findFirst();
  }

  private GitOutput push(String ref, ObjectId commit, Optional<ObjectId> there)
      throws IOException, InterruptedException {
    String lease = "--force-with-lease=" + ref + ":" + there.map(ObjectId::name).orElse("");
    return git().ask("push", "--porcelain", "-q", lease, "--", name, commit.name() + ":" + ref);
  }

  private GitOutput ask(String ref) throws IOException, InterruptedException {
    return git().ask("ls-remote", "--refs", "--", place(), ref);
  }

  /** Returns the address for pushes, which may differ from that for fetches. */
  private String place() throws IOException, InterruptedException {
    GitOutput fetched = git().ask("remote", "get-url", name);
    GitOutput pushed = git().ask("remote", "get-url", "--push", name);
    return pushed.ok() && !pushed.line().equals(fetched.line()) ? pushed.line() : name;
  }

  private Git git() {
    return repository.git().hooked().with("SSH_ASKPASS_REQUIRE", "never");
  }

  private static Optional<ObjectId> at(GitOutput listed, String ref) {
    return listed
        .text()
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(parts -> parts.length == 2 && parts[1].equals(ref) && ObjectId.isId(parts[0]))
        .map(parts -> ObjectId.fromString(parts[0]))
        .findFirst();
  }

  private String message(GitOutput output) {
    String why = output.err().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return name + " cannot be reached, or rejects it" + (why.isEmpty() ? "" : ": " + why);
  }

  /** The kinds of failed pushes. */
  public enum Kind {
    /** The remote's branch has a commit that is not ours. */
    FOREIGN,
    /** The remote does not take this branch. */
    REFUSED,
    /** The cause is unknown; it may work another time. */
    OUT_OF_REACH
  }

  /**
   * A push that failed.
   *
   * @param reason one line
   */
  public record Refusal(Kind kind, String reason) {}
}
