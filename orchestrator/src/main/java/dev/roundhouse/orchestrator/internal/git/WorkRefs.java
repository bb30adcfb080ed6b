package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.run.KeptWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The refs that hold the work of agents: listed, restored, released, and dropped.
 *
 * <p>Safe for use by any number of threads and processes; releasing or dropping work needs the run
 * lock, as only its holder writes refs below {@code refs/roundhouse/}, except for those of looks.
 */
public final class WorkRefs {
  /** The refs that name the work which a person looked at last, by issue. */
  public static final String SEEN = "refs/roundhouse/seen/";

  private static final String RELEASED = "refs/roundhouse/released/";
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
  private static final Pattern PIECE = Pattern.compile("([^/]+)/([0-9]{1,9})/([^/]+)");

  private final Repository repository;

  /** Creates the refs of {@code repository}. */
  public WorkRefs(Repository repository) {
    this.repository = repository;
  }

  /** Returns all kept work, by issue and attempt. */
  public List<KeptWork> list() throws IOException {
    Map<String, Map<String, String>> byAttempt = new HashMap<>();
    for (Map.Entry<String, ObjectId> ref : repository.refs().commits(KeptWork.REFS).entrySet()) {
      Matcher name = PIECE.matcher(ref.getKey().substring(KeptWork.REFS.length()));
      if (name.matches()) {
        byAttempt
            .computeIfAbsent(name.group(1) + "/" + name.group(2), key -> new TreeMap<>())
            .put(name.group(3), ref.getValue().name());
      }
    }
    Map<String, ObjectId> released = repository.refs().below(RELEASED);
    List<KeptWork> kept = new ArrayList<>();
    byAttempt.forEach((attempt, pieces) -> kept.add(kept(attempt, pieces, released)));
    kept.sort(Comparator.comparing(KeptWork::issue).thenComparing(KeptWork::number));
    return kept;
  }

  /** Returns the work that is kept of an issue, or of its attempt {@code number}; newest first. */
  public List<KeptWork> of(IssueId issue, OptionalInt number) throws IOException {
    return list().stream()
        .filter(each -> each.issue().equals(issue.key()))
        .filter(each -> number.isEmpty() || each.number() == number.getAsInt())
        .sorted(Comparator.comparing(KeptWork::number).reversed())
        .toList();
  }

  private static KeptWork kept(
      String attempt, Map<String, String> pieces, Map<String, ObjectId> released) {
    int cut = attempt.lastIndexOf('/');
    int number = Integer.parseInt(attempt.substring(cut + 1));
    KeptWork work = new KeptWork(attempt.substring(0, cut), number, pieces, false);
    ObjectId marked = released.get(RELEASED + attempt);
    boolean isReleased = marked != null && marked.name().equals(work.best());
    return new KeptWork(work.issue(), number, pieces, isReleased);
  }

  /**
   * Creates a branch at {@code commit}; returns false if one with that name exists, or the name is
   * invalid.
   *
   * @throws IOException if it could not be created
   */
  public boolean toBranch(String commit, String name) throws IOException, InterruptedException {
    GitOutput known = repository.git().ask("check-ref-format", "--branch", name);
    if (!known.ok() || !known.line().equals(name)) { // an alias such as @{-1}
      return false;
    }
    String peeled = repository.git().run("rev-parse", "--verify", commit + "^{commit}").line();
    return repository
        .refs()
        .update("refs/heads/" + name, null, ObjectId.fromString(peeled), "roundhouse: rescue");
  }

  /**
   * Writes the changes that {@code commit} makes to {@code base} to {@code file}, for {@code git
   * apply}; binary files included.
   *
   * @throws IOException if it could not; the file is unchanged, or incomplete
   */
  public void toPatch(String base, String commit, Path file)
      throws IOException, InterruptedException {
    repository
        .git()
        .run(
            "diff",
            "--binary",
            "--full-index",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "--unified=3",
            "--inter-hunk-context=0",
            "-O/dev/null", // the user's own order, context and exclusions are meant for reading
            "--ignore-submodules=none",
            "--submodule=short",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--output=" + file.toAbsolutePath(),
            base,
            commit,
            "--");
    if (!Files.exists(file)) {
      throw new IOException("git wrote no patch to " + file);
    }
  }

  /** Returns the commit that {@code revision} names, in git's words; empty if there is none. */
  public Optional<ObjectId> commit(String revision) throws IOException, InterruptedException {
    GitOutput found =
        repository.git().ask("rev-parse", "--verify", "--quiet", revision + "^{commit}");
    return found.ok() ? Optional.of(ObjectId.fromString(found.line())) : Optional.empty();
  }

  /** Tells whether {@code commit} changes nothing that {@code base} has. */
  public boolean isUnchanged(String base, String commit) throws IOException, InterruptedException {
    return repository
        .git()
        .ask(
            "diff",
            "--quiet",
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules=none",
            base,
            commit,
            "--")
        .ok();
  }

  /**
   * Returns the base of the attempt at {@code work}: the commit where its work branched off its
   * landing target; {@code commit} itself if it only has what was there before.
   */
  public String base(KeptWork work, String commit) throws IOException, InterruptedException {
    List<String> onto = new ArrayList<>();
    if (commit.equals(work.pieces().get(KeptWork.DROPPED))) {
      onto.add(commit + "^1");
    }
    String candidate = work.pieces().get("candidate");
    if (candidate != null) {
      onto.add(candidate + "^1");
    }
    List<String> tips = new ArrayList<>();
    repository.refs().commits("refs/roundhouse/tip/").values().forEach(tip -> tips.add(tip.name()));
    for (String tip : onto.isEmpty() ? List.copyOf(tips) : List.<String>of()) {
      if (wasTarget(tip, commit)) {
        return commit;
      }
    }
    tips.add("HEAD");
    onto.addAll(tips);
    for (String each : onto) {
      GitOutput base = repository.git().ask("merge-base", each, commit);
      if (base.ok() && !base.line().equals(commit)) {
        return base.line();
      }
    }
    GitOutput parent = repository.git().ask("rev-parse", "--verify", "-q", commit + "^1");
    return parent.ok() ? parent.line() : EMPTY_TREE;
  }

  /** Tells whether {@code commit} was a state of the target that now is at {@code tip}. */
  private boolean wasTarget(String tip, String commit) throws IOException, InterruptedException {
    GitOutput down =
        repository.git().ask("rev-list", "--first-parent", tip, "^" + commit + "^@", "--");
    return down.ok() && down.text().lines().anyMatch(commit::equals);
  }

  /**
   * Releases {@code work}: the next collection may drop it. Durable when it returns.
   *
   * @throws IOException if it could not be recorded
   */
  public void release(KeptWork work) throws IOException {
    String ref = RELEASED + work.issue() + "/" + work.number();
    Optional<ObjectId> before = repository.resolve(ref);
    ObjectId best = ObjectId.fromString(work.best());
    if (!repository.refs().update(ref, before.orElse(null), best, "roundhouse: release")) {
      throw new IOException("another process moved " + ref + "; try again");
    }
  }

  /**
   * Returns those refs below {@code refs/roundhouse/work/} whose commits are part of landed work.
   */
  public Set<String> landed() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("for-each-ref", "--format=%(refname)"));
    Set<ObjectId> tips = new HashSet<>(repository.refs().commits("refs/roundhouse/tip/").values());
    if (tips.isEmpty()) {
      return Set.of();
    }
    tips.forEach(tip -> words.add("--merged=" + tip.name()));
    words.add(KeptWork.REFS);
    return Set.copyOf(repository.git().run(words.toArray(String[]::new)).text().lines().toList());
  }

  /**
   * Drops refs, all or none, each only if it still is at its commit in {@code refs}; and the marks
   * of released work of which nothing is left then.
   *
   * @throws IOException if one has moved meanwhile; nothing was dropped
   */
  public void drop(Map<String, String> refs) throws IOException, InterruptedException {
    Set<String> left = new HashSet<>();
    for (String ref : repository.refs().commits(KeptWork.REFS).keySet()) {
      if (!refs.containsKey(ref)) {
        left.add(RELEASED + ref.substring(KeptWork.REFS.length(), ref.lastIndexOf('/')));
      }
    }
    StringBuilder transaction = new StringBuilder();
    refs.forEach((ref, at) -> delete(transaction, ref, at));
    repository
        .refs()
        .below(RELEASED)
        .forEach(
            (ref, at) -> {
              if (!left.contains(ref)) {
                delete(transaction, ref, at.name());
              }
            });
    GitOutput dropped =
        repository.git().feed(transaction.toString(), "update-ref", "--no-deref", "--stdin");
    if (!dropped.ok()) {
      throw new IOException("nothing was dropped, as a ref moved meanwhile: " + dropped.err());
    }
  }

  private static void delete(StringBuilder transaction, String ref, String at) {
    transaction.append("delete ").append(ref).append(' ').append(at).append('\n');
  }

  /** Returns the refs of {@code pieces} of {@code work}, and their commits. */
  public static Map<String, String> refs(KeptWork work, Collection<String> pieces) {
    Map<String, String> refs = new TreeMap<>();
    work.pieces()
        .forEach(
            (piece, commit) -> {
              if (pieces.contains(piece)) {
                refs.put(work.ref(piece), commit);
              }
            });
    return refs;
  }
}
