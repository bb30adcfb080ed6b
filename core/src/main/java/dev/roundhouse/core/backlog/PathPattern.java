package dev.roundhouse.core.backlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path inside a repository, or a pattern for such paths: {@code *} and {@code ?} within a name,
 * {@code **} for any folders; {@code src/} means everything below {@code src}, and a pattern
 * without a slash matches names in any folder. No pattern leads out of the repository.
 * Case-sensitive. Immutable.
 *
 * @param text the form that is compared: from the root, with {@code /}, at most 300 characters
 */
public record PathPattern(String text) implements Comparable<PathPattern> {
  private static final int LONGEST = 300;
  private static final String ANY = "**";
  private static final Pattern FOREIGN =
      Pattern.compile("[/~].*|[A-Za-z]:.*|.*(?:\\\\|://|\\p{Cntrl}).*", Pattern.DOTALL);

  /**
   * Parses a path or pattern written by a person; empty if it is not one inside a repository:
   * absolute, with {@code ..}, below {@code .git}, longer than 300 characters, or empty.
   */
  public static Optional<PathPattern> parse(String written) {
    String word = written.strip();
    if (word.isEmpty() || word.length() > LONGEST || FOREIGN.matcher(word).matches()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (String name : word.split("/", -1)) {
      if (name.equals("..") || name.equalsIgnoreCase(".git")) {
        return Optional.empty();
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      return Optional.empty();
    }
    if (word.endsWith("/")) {
      names.add(ANY);
    } else if (!word.contains("/") && isWild(word)) {
      names.add(0, ANY);
    }
    return Optional.of(new PathPattern(String.join("/", names)));
  }

  /**
   * Returns the pattern that only {@code path} matches, a path reported by git that may have any
   * length and any characters.
   */
  public static PathPattern exactly(String path) {
    return new PathPattern(path);
  }

  private static boolean isWild(String word) {
    return word.indexOf('*') >= 0 || word.indexOf('?') >= 0;
  }

  /** Tells whether the pattern can match more than one path. */
  public boolean isWild() {
    return isWild(text);
  }

  /**
   * Tells whether some path, existing or not, matches both patterns. A folder also matches the
   * paths inside it.
   */
  public boolean meets(PathPattern other) {
    if (!isWild() && !other.isWild()) {
      return isOrHolds(text, other.text) || isOrHolds(other.text, text);
    }
    String[] mine = text.split("/", -1);
    String[] theirs = other.text.split("/", -1);
    boolean apart = !isWild(mine[0]) && !isWild(theirs[0]) && !mine[0].equals(theirs[0]);
    return !apart && meet(mine, theirs);
  }

  private static boolean isOrHolds(String folder, String path) {
    return path.startsWith(folder)
        && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
  }

  /**
   * Compares names from the end, and tells whether the remaining parts of both have a path in
   * common.
   */
  private static boolean meet(String[] one, String[] other) {
    boolean[] below = new boolean[other.length + 1];
    for (int i = one.length; i >= 0; i--) {
      boolean[] now = new boolean[other.length + 1];
      for (int j = other.length; j >= 0; j--) {
        boolean moreOfOne = i < one.length;
        boolean moreOfOther = j < other.length;
        if (!moreOfOne && !moreOfOther) {
          now[j] = true;
        } else if (moreOfOne && one[i].equals(ANY)) {
          now[j] = below[j] || (moreOfOther && now[j + 1]);
        } else if (moreOfOther && other[j].equals(ANY)) {
          now[j] = now[j + 1] || (moreOfOne && below[j]);
        } else {
          now[j] = moreOfOne && moreOfOther && below[j + 1] && namesMeet(one[i], other[j]);
        }
      }
      below = now;
    }
    return below[0];
  }

  /** Tells whether two names have a match in common, comparing character by character. */
  private static boolean namesMeet(String one, String other) {
    if (!isWild(one) && !isWild(other)) {
      return one.equals(other);
    }
    boolean[] below = new boolean[other.length() + 1];
    for (int i = one.length(); i >= 0; i--) {
      boolean[] now = new boolean[other.length() + 1];
      for (int j = other.length(); j >= 0; j--) {
        char mine = i < one.length() ? one.charAt(i) : 0;
        char theirs = j < other.length() ? other.charAt(j) : 0;
        if (mine == 0 && theirs == 0) {
          now[j] = true;
        } else if (mine == '*') {
          now[j] = below[j] || (theirs != 0 && now[j + 1]);
        } else if (theirs == '*') {
          now[j] = now[j + 1] || (mine != 0 && below[j]);
        } else {
          boolean same =
              mine == theirs || (mine == '?' && theirs != 0) || (theirs == '?' && mine != 0);
          now[j] = same && mine != 0 && theirs != 0 && below[j + 1];
        }
      }
      below = now;
    }
    return below[0];
  }

  @Override
  public int compareTo(PathPattern other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
