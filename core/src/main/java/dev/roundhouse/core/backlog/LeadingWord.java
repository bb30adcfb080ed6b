package dev.roundhouse.core.backlog;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the word that a text begins with, behind marks and emoji and before a remark: {@code ✅
 * **Done** (2026-01-31)} says {@code Done}. Stateless.
 */
final class LeadingWord {
  private static final Pattern AROUND = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
  private static final Pattern REMARK =
      Pattern.compile("\\s*[(\\[,;:.|/!]|[*_`]+(?:\\s|$)|\\s+[-\\p{Pd}]+\\s|\\s[^\\p{L}\\p{N}]");

  private LeadingWord() {}

  /** Returns what {@code parse} makes of the whole of {@code text}, or else of its first words. */
  static <T> Optional<T> of(String text, Function<String, Optional<T>> parse) {
    Optional<T> whole = parse.apply(text.strip());
    if (whole.isPresent()) {
      return whole;
    }
    String bare = AROUND.matcher(text).replaceAll("");
    return parse.apply(bare).or(() -> parse.apply(REMARK.split(bare, 2)[0].strip()));
  }
}
