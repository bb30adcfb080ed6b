package dev.roundhouse.orchestrator.internal.git.merge;

import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The conflict markers git wrote into an attempted merge. They contain commit ids, which
 * distinguishes them from similar lines of the file itself. Immutable.
 */
final class ConflictMarkers {
  private static final int LARGEST = 16 << 20;

  private final String ours;
  private final String theirs;
  private final Pattern begin;
  private final Pattern end;

  ConflictMarkers(MergeResult.Attempt attempt, String ours, String theirs) {
    this.ours = ours;
    this.theirs = theirs;
    this.begin = marker('<', attempt.ours());
    this.end = marker('>', attempt.theirs());
  }

  /**
   * Returns the pattern of a marker, to which git may add a colon and a path, or the carriage
   * return that the lines of the file have.
   */
  private static Pattern marker(char sign, ObjectId label) {
    return Pattern.compile(
        "^(" + sign + "+ )" + label.name() + "(?=[:\r]|$)", Pattern.MULTILINE | Pattern.UNIX_LINES);
  }

  boolean begins(String line) {
    return begin.matcher(line).find();
  }

  boolean ends(String line) {
    return end.matcher(line).find();
  }

  /** Returns the same text with the sides' names in place of the ids. */
  String name(String text) {
    String half = begin.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(ours));
    return end.matcher(half).replaceAll("$1" + Matcher.quoteReplacement(theirs));
  }

  /**
   * Returns the attempted tree with the sides' names in the markers of {@code paths}; a file larger
   * than 16 MB keeps its own.
   */
  static ObjectId name(
      ObjectStore objects, MergeResult.Conflicts conflicts, String ours, String theirs)
      throws IOException {
    MergeResult.Attempt attempt = conflicts.attempt().orElseThrow();
    ConflictMarkers markers = new ConflictMarkers(attempt, latin(ours), latin(theirs));
    Map<String, Optional<byte[]>> changes = new HashMap<>();
    for (String path : conflicts.paths()) {
      Optional<ObjectId> file = objects.fileId(attempt.tree(), path);
      if (file.isPresent()) {
        byte[] content = objects.readBlob(file.get(), LARGEST + 1).orElseThrow();
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String named = markers.name(text);
        if (content.length <= LARGEST && !named.equals(text)) {
          changes.put(path, Optional.of(named.getBytes(StandardCharsets.ISO_8859_1)));
        }
      }
    }
    return objects.writeTreeWith(attempt.tree(), changes);
  }

  /** Tells whether git left markers in one of the files it names, of up to 16 MB. */
  static boolean areIn(ObjectStore objects, MergeResult.Conflicts conflicts) throws IOException {
    MergeResult.Attempt attempt = conflicts.attempt().orElseThrow();
    ConflictMarkers markers = new ConflictMarkers(attempt, "", "");
    for (String path : conflicts.paths()) {
      Optional<ObjectId> file = objects.fileId(attempt.tree(), path);
      if (file.isPresent()) {
        byte[] content = objects.readBlob(file.get(), LARGEST).orElseThrow();
        if (markers.begins(new String(content, StandardCharsets.ISO_8859_1))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the bytes of a name in the Latin-1 form in which files are held. */
  private static String latin(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
