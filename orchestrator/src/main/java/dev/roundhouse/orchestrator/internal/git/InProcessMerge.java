package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * Merges three trees where git would do no more than take, path by path, what one side changed and
 * the other did not; everything else it leaves to git. Reads only directories that differ, writes
 * only what neither side has. For one thread.
 *
 * <p>Renames need no rule of their own here. One matters to git only where the other side changed
 * or removed its source, made something else at its destination, or touched a directory all of
 * which was moved; each of these is a path both sides changed, which is where this gives up.
 */
final class InProcessMerge {
  /** Deeper than this is nobody's project. */
  private static final int DEEPEST = 250;

  private final ObjectReader reader;

  private InProcessMerge(ObjectReader reader) {
    this.reader = reader;
  }

  /** The merged tree, written and durable, or empty if git must be asked. */
  static Optional<ObjectId> of(Repository jgit, ObjectId base, ObjectId ours, ObjectId theirs)
      throws IOException {
    try (ObjectReader reader = jgit.newObjectReader();
        ObjectInserter inserter = jgit.newObjectInserter()) {
      Optional<MergedDirectory> merged = new InProcessMerge(reader).merge(base, ours, theirs, 0);
      if (merged.isEmpty()) {
        return Optional.empty();
      }
      ObjectId tree = merged.get().write(inserter);
      inserter.flush();
      return Optional.of(tree);
    } catch (MissingObjectException | CorruptObjectException unreadable) {
      return Optional.empty();
    }
  }

  private Optional<MergedDirectory> merge(
      @Nullable ObjectId base, @Nullable ObjectId ours, @Nullable ObjectId theirs, int depth)
      throws IOException {
    Map<String, MergeEntry> rows = new TreeMap<>();
    boolean sound =
        depth <= DEEPEST
            && read(base, MergeEntry::setBase, rows)
            && read(ours, MergeEntry::setOurs, rows)
            && read(theirs, MergeEntry::setTheirs, rows);
    if (!sound) {
      return Optional.empty();
    }
    MergedDirectory into = new MergedDirectory();
    for (MergeEntry row : rows.values()) {
      if (!decide(row, into, depth)) {
        return Optional.empty();
      }
    }
    return Optional.of(into);
  }

  /** Reads a directory; false if it is one that git would write differently. */
  private boolean read(
      @Nullable ObjectId tree, MergeEntry.Setter side, Map<String, MergeEntry> rows)
      throws IOException {
    if (tree == null) {
      return true;
    }
    CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
    for (; !parser.eof(); parser.next()) {
      TreeEntry entry = TreeEntry.at(parser);
      MergeEntry row = rows.computeIfAbsent(entry.name(), name -> new MergeEntry());
      if (!entry.isCanonical() || side.set(row, entry) != null) {
        return false;
      }
    }
    return true;
  }

  /** Puts what becomes of one name into the merged tree; false if git must be asked. */
  private boolean decide(MergeEntry row, MergedDirectory into, int depth) throws IOException {
    if (row.isUntouched()) {
      into.add(row.ours());
      return true;
    }
    if (row.isMixed()) {
      return false;
    }
    return row.isDirectory() ? directory(row, into, depth) : file(row, into);
  }

  private static boolean file(MergeEntry row, MergedDirectory into) {
    if (row.onlyTheirsChanged()) {
      into.add(row.theirs());
      return true;
    }
    if (row.onlyOursChanged() || row.bothChangedAlike()) {
      into.add(row.ours());
      return true;
    }
    return false;
  }

  private boolean directory(MergeEntry row, MergedDirectory into, int depth) throws IOException {
    if (row.isRemovedBySome()) {
      return row.onlyOursChanged() || row.onlyTheirsChanged();
    }
    Optional<MergedDirectory> below =
        merge(id(row.base()), id(row.ours()), id(row.theirs()), depth + 1);
    below.ifPresent(tree -> into.add(row.name(), tree));
    return below.isPresent();
  }

  private static @Nullable ObjectId id(@Nullable TreeEntry entry) {
    return entry == null ? null : entry.id();
  }
}
