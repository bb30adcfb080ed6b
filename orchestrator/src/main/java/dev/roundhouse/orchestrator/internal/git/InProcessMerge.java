package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * Merges three trees if git would only take, path by path, a change that one side made and the
 * other did not; everything else is left to git. Reads only directories that differ, writes only
 * trees that neither side has. For one thread.
 *
 * <p>Renames need no rule of their own here. A rename matters to git only if the other side changed
 * or removed its source, made something else at its destination, or touched a directory all of
 * which was moved; in each case both sides changed a path, and this class gives up.
 */
final class InProcessMerge {
  /** The depth limit, which no real project exceeds. */
  private static final int DEEPEST = 250;

  private final ObjectReader reader;

  private InProcessMerge(ObjectReader reader) {
    this.reader = reader;
  }

  /** Returns the merged tree, written and durable, or empty if git must be asked. */
  static Optional<ObjectId> of(Repository jgit, ObjectId base, ObjectId ours, ObjectId theirs)
      throws IOException {
    try (ObjectReader reader = jgit.newObjectReader();
        ObjectInserter inserter = jgit.newObjectInserter()) {
      Optional<Directory> merged = new InProcessMerge(reader).merge(base, ours, theirs, 0);
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

  private Optional<Directory> merge(
      @Nullable ObjectId base, @Nullable ObjectId ours, @Nullable ObjectId theirs, int depth)
      throws IOException {
    Map<String, Entry> rows = new TreeMap<>();
    boolean sound =
        depth <= DEEPEST
            && read(base, Entry::setBase, rows)
            && read(ours, Entry::setOurs, rows)
            && read(theirs, Entry::setTheirs, rows);
    if (!sound) {
      return Optional.empty();
    }
    Directory into = new Directory();
    for (Entry row : rows.values()) {
      if (!decide(row, into, depth)) {
        return Optional.empty();
      }
    }
    return Optional.of(into);
  }

  /** Reads a directory; returns false if git would write it differently. */
  private boolean read(@Nullable ObjectId tree, Entry.Setter side, Map<String, Entry> rows)
      throws IOException {
    if (tree == null) {
      return true;
    }
    CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
    for (; !parser.eof(); parser.next()) {
      TreeEntry entry = TreeEntry.at(parser);
      Entry row = rows.computeIfAbsent(entry.name(), name -> new Entry());
      if (!entry.isCanonical() || side.set(row, entry) != null) {
        return false;
      }
    }
    return true;
  }

  /** Puts the merged state of one name into the merged tree; returns false if git must be asked. */
  private boolean decide(Entry row, Directory into, int depth) throws IOException {
    if (row.isUntouched()) {
      into.add(row.ours());
      return true;
    }
    if (row.isMixed()) {
      return false;
    }
    return row.isDirectory() ? directory(row, into, depth) : file(row, into);
  }

  private static boolean file(Entry row, Directory into) {
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

  private boolean directory(Entry row, Directory into, int depth) throws IOException {
    if (row.isRemovedBySome()) {
      return row.onlyOursChanged() || row.onlyTheirsChanged();
    }
    Optional<Directory> below = merge(id(row.base()), id(row.ours()), id(row.theirs()), depth + 1);
    below.ifPresent(tree -> into.add(row.name(), tree));
    return below.isPresent();
  }

  private static @Nullable ObjectId id(@Nullable TreeEntry entry) {
    return entry == null ? null : entry.id();
  }

  /** The state of one name in the base and on either side. */
  private static final class Entry {
    private @Nullable TreeEntry base;
    private @Nullable TreeEntry ours;
    private @Nullable TreeEntry theirs;

    /** Sets one of the three; returns its earlier value. */
    @FunctionalInterface
    interface Setter {
      @Nullable TreeEntry set(Entry row, TreeEntry entry);
    }

    @Nullable TreeEntry setBase(TreeEntry entry) {
      TreeEntry old = base;
      base = entry;
      return old;
    }

    @Nullable TreeEntry setOurs(TreeEntry entry) {
      TreeEntry old = ours;
      ours = entry;
      return old;
    }

    @Nullable TreeEntry setTheirs(TreeEntry entry) {
      TreeEntry old = theirs;
      theirs = entry;
      return old;
    }

    @Nullable TreeEntry base() {
      return base;
    }

    @Nullable TreeEntry ours() {
      return ours;
    }

    @Nullable TreeEntry theirs() {
      return theirs;
    }

    String name() {
      return present().findFirst().orElseThrow().name();
    }

    boolean isUntouched() {
      return Objects.equals(base, ours) && Objects.equals(base, theirs);
    }

    /** Tells whether the name is a directory here and something else there. */
    boolean isMixed() {
      return present().map(TreeEntry::isDirectory).distinct().count() > 1;
    }

    boolean isDirectory() {
      return present().allMatch(TreeEntry::isDirectory);
    }

    boolean isRemovedBySome() {
      return base != null && (ours == null || theirs == null);
    }

    boolean onlyOursChanged() {
      return Objects.equals(base, theirs);
    }

    boolean onlyTheirsChanged() {
      return Objects.equals(base, ours);
    }

    /**
     * Tells whether both sides made the same change to an existing entry. An entry that both added
     * or removed is a different case: it may be an end of a rename.
     */
    boolean bothChangedAlike() {
      return base != null && ours != null && ours.equals(theirs);
    }

    private Stream<TreeEntry> present() {
      return Stream.<@Nullable TreeEntry>of(base, ours, theirs).flatMap(Stream::ofNullable);
    }
  }

  /** A merged directory that is not written yet. */
  private static final class Directory {
    private final Map<String, TreeEntry> kept = new TreeMap<>();
    private final Map<String, Directory> below = new TreeMap<>();

    /** Adds one side's entry; null adds nothing. */
    void add(@Nullable TreeEntry entry) {
      if (entry != null) {
        kept.put(entry.order(), entry);
      }
    }

    /** Adds a merged directory. */
    void add(String name, Directory tree) {
      below.put(name, tree);
    }

    /** Writes the directory, without subdirectories that have become empty. */
    ObjectId write(ObjectInserter inserter) throws IOException {
      for (Map.Entry<String, Directory> each : below.entrySet()) {
        if (!each.getValue().isEmpty()) {
          ObjectId id = each.getValue().write(inserter);
          add(new TreeEntry(each.getKey(), FileMode.TYPE_TREE, id));
        }
      }
      TreeFormatter formatter = new TreeFormatter();
      for (TreeEntry each : kept.values()) {
        formatter.append(each.nameBytes(), FileMode.fromBits(each.mode()), each.id());
      }
      return inserter.insert(formatter);
    }

    private boolean isEmpty() {
      return kept.isEmpty() && below.values().stream().allMatch(Directory::isEmpty);
    }
  }
}
