package dev.roundhouse.orchestrator.internal.git;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is at one name in the base and on either side. For one thread. */
final class MergeEntry {
  private @Nullable TreeEntry base;
  private @Nullable TreeEntry ours;
  private @Nullable TreeEntry theirs;

  /** Sets one of the three; returns what was set already. */
  @FunctionalInterface
  interface Setter {
    @Nullable TreeEntry set(MergeEntry row, TreeEntry entry);
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

  /** Whether it is a directory here and something else there. */
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
   * Whether both made the same change to what was there. What both added or removed is another
   * matter: it may be an end of a rename.
   */
  boolean bothChangedAlike() {
    return base != null && ours != null && ours.equals(theirs);
  }

  private Stream<TreeEntry> present() {
    return Stream.<@Nullable TreeEntry>of(base, ours, theirs).flatMap(Stream::ofNullable);
  }
}
