package dev.roundhouse.orchestrator.internal.git;

import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * One entry of a tree. Immutable.
 *
 * @param name its bytes, stored as Latin-1
 * @param mode its mode as it is stored
 * @param id the object it names
 */
record TreeEntry(String name, int mode, ObjectId id) {
  static TreeEntry at(CanonicalTreeParser parser) {
    byte[] name = new byte[parser.getNameLength()];
    parser.getName(name, 0);
    return new TreeEntry(
        new String(name, StandardCharsets.ISO_8859_1),
        parser.getEntryRawMode(),
        parser.getEntryObjectId());
  }

  byte[] nameBytes() {
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean isDirectory() {
    return mode == FileMode.TYPE_TREE;
  }

  /**
   * Tells whether git would write the entry like this: with a current mode, and not as an empty
   * directory.
   */
  boolean isCanonical() {
    return FileMode.fromBits(mode).getBits() == mode
        && mode != FileMode.TYPE_MISSING
        && !(isDirectory() && id.equals(Constants.EMPTY_TREE_ID));
  }

  /** Returns git's sort key: directories sort as if their names ended in a slash. */
  String order() {
    return isDirectory() ? name + "/" : name;
  }
}
