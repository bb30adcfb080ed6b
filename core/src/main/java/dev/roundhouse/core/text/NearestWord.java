package dev.roundhouse.core.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known word that somebody probably meant by an unknown one. Pure. */
public final class NearestWord {
  private static final int LETTERS_PER_TYPO = 3;
  private static final int LETTER = 2; // one that differs; letters in another order are nearer
  private static final int SHORTEST_BEGINNING = 3;

  private NearestWord() {}

  /**
   * Returns the word of {@code known} that is most like {@code word}, regardless of case; empty if
   * none is. Words are alike if one letter in three or fewer differs (one letter always may), if
   * they have the same letters in another order, or if one is the beginning of the other.
   */
  public static Optional<String> of(String word, Collection<String> known) {
    int far = LETTER * Math.max(1, word.length() / LETTERS_PER_TYPO);
    return known.stream()
        .filter(each -> distance(word, each) <= far)
        .min(
            Comparator.<String>comparingInt(each -> distance(word, each))
                .thenComparing(each -> each));
  }

  /**
   * Returns the question whether that word was meant, with a space after it; an empty text if there
   * is no such word.
   */
  public static String question(String word, Collection<String> known) {
    return of(word, known).map(each -> "did you mean '" + each + "'? ").orElse("");
  }

  private static int distance(String one, String other) {
    String left = one.toLowerCase(Locale.ROOT);
    String right = other.toLowerCase(Locale.ROOT);
    if (left.equals(right)) {
      return 0;
    }
    if (letters(left).equals(letters(right))) {
      return LETTER / 2;
    }
    boolean begins =
        Math.min(left.length(), right.length()) >= SHORTEST_BEGINNING
            && (left.startsWith(right) || right.startsWith(left));
    return begins ? LETTER : LETTER * LevenshteinDistance.getDefaultInstance().apply(left, right);
  }

  private static String letters(String word) {
    return word.codePoints()
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
