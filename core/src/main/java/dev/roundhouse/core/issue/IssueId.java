package dev.roundhouse.core.issue;

import com.google.common.base.Ascii;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stable name of one issue, such as {@code BUG-042}, {@code bd-a3f8} or {@code 17}; unique
 * within its backlog and compared without case.
 *
 * <p>Immutable. A value of this type is safe as one component of a file name or a ref name.
 *
 * @param value the id as its backlog writes it
 */
public record IssueId(String value) implements Comparable<IssueId> {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is not an id
   */
  public IssueId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "issue id must be 1 to 100 letters, digits, '.', '_' or '-', start with a letter or"
              + " digit, contain no '..' and not end in '.' or '.lock', not: "
              + value);
    }
  }

  /** Parses {@code text} as an id; empty if it is not one. */
  public static Optional<IssueId> parse(String text) {
    return isValid(text) ? Optional.of(new IssueId(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return SHAPE.matcher(text).matches()
        && !text.contains("..")
        && !text.endsWith(".")
        && !text.toLowerCase(Locale.ROOT).endsWith(".lock");
  }

  /** Returns the form that two spellings of one id share; used in ref and file names. */
  public String key() {
    return value.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IssueId that && value.equalsIgnoreCase(that.value);
  }

  /**
   * Returns the hash code of {@link #key} without building the key: ids are looked up all the time.
   */
  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < value.length(); i++) {
      hash = 31 * hash + Ascii.toLowerCase(value.charAt(i));
    }
    return hash;
  }

  @Override
  public int compareTo(IssueId other) {
    return value.compareToIgnoreCase(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
