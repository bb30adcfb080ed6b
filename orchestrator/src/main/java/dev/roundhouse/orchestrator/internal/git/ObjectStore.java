package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ObjectStream;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Reads and writes the commits, trees and files of a repository in process. Everything written is
 * durable when the call returns. Safe for use by any number of threads.
 */
public final class ObjectStore {
  private final org.eclipse.jgit.lib.Repository jgit;

  ObjectStore(org.eclipse.jgit.lib.Repository jgit) {
    this.jgit = jgit;
  }

  /**
   * Forgets which objects are known to exist, and looks again. JGit does not write an object that
   * it believes to exist: call this before writing again an object that has vanished.
   */
  public void forget() {
    jgit.getObjectDatabase().close(); // it reopens itself, also for readers on other threads
  }

  /**
   * Tells whether {@code ancestor} is {@code commit} or one of its ancestors. A commit that has
   * vanished is not one: it would be there.
   */
  public boolean isAncestor(ObjectId ancestor, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(commit));
    } catch (MissingObjectException gone) {
      if (gone.getObjectId().equals(ancestor)) {
        return false;
      }
      throw gone;
    }
  }

  /**
   * Returns the first-parent history of {@code from}, starting with {@code from}, without the
   * commits in {@code not}.
   */
  List<RevCommit> firstParents(ObjectId from, ObjectId not) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      walk.setFirstParent(true);
      walk.markStart(walk.parseCommit(from));
      walk.markUninteresting(walk.parseCommit(not));
      List<RevCommit> commits = new ArrayList<>();
      for (RevCommit commit : walk) {
        walk.parseBody(commit);
        commits.add(commit);
      }
      return commits;
    }
  }

  /**
   * Returns the landings in the history of {@code tip}: the last commit of each issue, according to
   * trailers.
   */
  public Map<IssueId, String> landings(ObjectId tip) throws IOException {
    Map<IssueId, String> landings = new TreeMap<>();
    try (RevWalk walk = new RevWalk(jgit)) {
      walk.setFirstParent(true);
      walk.markStart(walk.parseCommit(tip));
      for (RevCommit commit : walk) {
        for (String named : commit.getFooterLines("Roundhouse-Issue")) {
          IssueId.parse(named).ifPresent(id -> landings.putIfAbsent(id, commit.name()));
        }
      }
    }
    return landings;
  }

  /**
   * Returns the ids of the attempts that landed in the history of {@code tip}, according to
   * trailers.
   */
  public Set<String> landedAttempts(ObjectId tip) throws IOException {
    Set<String> attempts = new HashSet<>();
    try (RevWalk walk = new RevWalk(jgit)) {
      walk.setFirstParent(true);
      walk.markStart(walk.parseCommit(tip));
      for (RevCommit commit : walk) {
        attempts.addAll(commit.getFooterLines("Roundhouse-Attempt"));
      }
    }
    return attempts;
  }

  /** Returns the commit that {@code id} is or, if it is a tag, leads to; empty if there is none. */
  public Optional<ObjectId> commitOf(ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      return walk.peel(walk.parseAny(id)) instanceof RevCommit commit
          ? Optional.of(commit.getId())
          : Optional.empty();
    } catch (MissingObjectException broken) {
      return Optional.empty();
    }
  }

  /** Returns the empty tree, durable. */
  public ObjectId emptyTree() throws IOException {
    DurableRepository.requireReadable(jgit);
    try (ObjectInserter inserter = jgit.newObjectInserter()) {
      ObjectId id = inserter.insert(new TreeFormatter());
      inserter.flush();
      return id;
    }
  }

  /** Tells whether a commit was made to land an issue, according to its trailers. */
  public boolean isLanding(ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      return !walk.parseCommit(commit).getFooterLines("Roundhouse-Issue").isEmpty();
    }
  }

  /** Returns the tree of a commit. */
  public ObjectId treeOf(ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      return walk.parseCommit(commit).getTree().getId();
    }
  }

  /** Returns the first parent of a commit, if it has one. */
  public Optional<ObjectId> firstParent(ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      RevCommit parsed = walk.parseCommit(commit);
      return parsed.getParentCount() == 0
          ? Optional.empty()
          : Optional.of(parsed.getParent(0).getId());
    }
  }

  /** Tells whether both commits are the same state of the same history, apart from their times. */
  public boolean isRepeat(ObjectId one, ObjectId other) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      RevCommit first = walk.parseCommit(one);
      RevCommit second = walk.parseCommit(other);
      return first.getTree().equals(second.getTree())
          && Arrays.equals(first.getParents(), second.getParents());
    }
  }

  /** Returns the content of the plain file at {@code path} in a commit or tree, if there is one. */
  public Optional<byte[]> readFile(ObjectId commitOrTree, String path) throws IOException {
    Optional<ObjectId> file = fileId(commitOrTree, path);
    return file.isPresent()
        ? Optional.of(jgit.open(file.get(), Constants.OBJ_BLOB).getBytes())
        : Optional.empty();
  }

  /** Tells whether there is a plain file at {@code path} in a commit or tree. */
  public boolean hasFile(ObjectId commitOrTree, String path) throws IOException {
    return fileId(commitOrTree, path).isPresent();
  }

  /** Returns the blob of the plain file at {@code path} in a commit or tree, if there is one. */
  public Optional<ObjectId> fileId(ObjectId commitOrTree, String path) throws IOException {
    try (RevWalk revs = new RevWalk(jgit);
        TreeWalk walk = TreeWalk.forPath(jgit, path, revs.parseTree(commitOrTree))) {
      return walk != null && isPlain(walk.getFileMode(0))
          ? Optional.of(walk.getObjectId(0))
          : Optional.empty();
    }
  }

  /**
   * Returns the first bytes, at most {@code most}, of the plain file at {@code path}, if there is
   * one.
   */
  public Optional<byte[]> beginning(ObjectId commitOrTree, String path, int most)
      throws IOException {
    try (RevWalk revs = new RevWalk(jgit);
        TreeWalk walk = TreeWalk.forPath(jgit, path, revs.parseTree(commitOrTree))) {
      if (walk == null || !isPlain(walk.getFileMode(0))) {
        return Optional.empty();
      }
      try (InputStream in = jgit.open(walk.getObjectId(0), Constants.OBJ_BLOB).openStream()) {
        return Optional.of(in.readNBytes(most));
      }
    }
  }

  /** Returns what a commit or tree has at {@code path}, a file or anything else. */
  public Optional<ObjectId> idAt(ObjectId commitOrTree, String path) throws IOException {
    try (RevWalk revs = new RevWalk(jgit);
        TreeWalk walk = TreeWalk.forPath(jgit, path, revs.parseTree(commitOrTree))) {
      return walk == null ? Optional.empty() : Optional.of(walk.getObjectId(0));
    }
  }

  /** Tells whether a commit or tree has a file or symbolic link at {@code path}. */
  public boolean hasFileOrLink(ObjectId commitOrTree, String path) throws IOException {
    try (RevWalk revs = new RevWalk(jgit);
        TreeWalk walk = TreeWalk.forPath(jgit, path, revs.parseTree(commitOrTree))) {
      return walk != null
          && (isPlain(walk.getFileMode(0)) || FileMode.SYMLINK.equals(walk.getFileMode(0)));
    }
  }

  private static boolean isPlain(FileMode mode) {
    return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
  }

  /**
   * Returns {@code tree} with some files changed; empty content removes a file. Everything else
   * keeps its name, mode and content.
   */
  public ObjectId writeTreeWith(ObjectId tree, Map<String, Optional<byte[]>> changes)
      throws IOException {
    if (changes.isEmpty()) {
      return tree;
    }
    DurableRepository.requireReadable(jgit);
    return new TreeEdit(jgit).apply(tree, changes);
  }

  /**
   * Returns the one merge base of two commits, or empty if git must be asked; see {@link
   * MergeBase}.
   */
  public Optional<ObjectId> mergeBase(ObjectId ours, ObjectId theirs) throws IOException {
    return MergeBase.of(jgit, ours, theirs);
  }

  /**
   * Returns the merge of three trees, or empty if git must be asked; see {@link InProcessMerge}.
   */
  public Optional<ObjectId> mergeTrees(ObjectId base, ObjectId ours, ObjectId theirs)
      throws IOException {
    DurableRepository.requireReadable(jgit);
    return InProcessMerge.of(jgit, base, ours, theirs);
  }

  /** Returns at most the first {@code most} bytes of a blob; empty if the blob is missing. */
  public Optional<byte[]> readBlob(ObjectId blob, int most) throws IOException {
    try (ObjectReader reader = jgit.newObjectReader();
        ObjectStream stream = reader.open(blob, Constants.OBJ_BLOB).openStream()) {
      return Optional.of(stream.readNBytes(most));
    } catch (MissingObjectException | IncorrectObjectTypeException nowhere) {
      return Optional.empty();
    }
  }

  /** Returns the size of a blob in bytes. */
  public long size(ObjectId blob) throws IOException {
    try (ObjectReader reader = jgit.newObjectReader()) {
      return reader.getObjectSize(blob, Constants.OBJ_BLOB);
    }
  }

  /** Returns the differences between two trees. */
  public TreeDiff diff(ObjectId one, ObjectId other) {
    return new TreeDiff(jgit, one, other);
  }

  /** Writes a commit. */
  public ObjectId commit(
      ObjectId tree,
      List<ObjectId> parents,
      PersonIdent author,
      PersonIdent committer,
      String message)
      throws IOException {
    DurableRepository.requireReadable(jgit);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentIds(parents);
    commit.setAuthor(author);
    commit.setCommitter(committer);
    commit.setMessage(message);
    try (ObjectInserter inserter = jgit.newObjectInserter()) {
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }
}
