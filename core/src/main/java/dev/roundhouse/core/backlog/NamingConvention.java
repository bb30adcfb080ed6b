package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way in which the files of a backlog are named and numbered, learned from those that exist.
 * Immutable.
 */
final class NamingConvention {
  private static final Pattern NUMBERED = Pattern.compile("(?:([A-Za-z][A-Za-z0-9]*)-)?([0-9]+)");
  private static final Pattern FIX =
      Pattern.compile("(?i)(?:fix|fixes|bug|crash|repair)(?![\\p{L}\\p{N}]).*", Pattern.DOTALL);
  private static final IssueType BUG = new IssueType("BUG");
  private static final IssueType FEATURE = new IssueType("FEAT");
  private static final Set<IssueType> USUAL_TYPES = Set.of(BUG, FEATURE, new IssueType("ENH"));
  private static final int LONGEST_NUMBER = 15; // digits, beyond which it is no number to count on
  private static final int LONGEST_PREFIX = 40;
  private static final int LONGEST_SLUG = 60;
  private static final int USUAL_WIDTH = 3;

  private final List<Example> examples;

  private NamingConvention(List<Example> examples) {
    this.examples = examples;
  }

  /** Returns the convention that {@code issues} with files of their own show. */
  static NamingConvention of(Collection<Issue> issues) {
    return new NamingConvention(
        issues.stream()
            .filter(each -> each.file().filter(file -> file.endsWith(".md")).isPresent())
            .map(Example::of)
            .toList());
  }

  /**
   * One issue, as an example for the next one.
   *
   * @param path its file
   * @param type its type
   * @param prefix the letters before its number, possibly none
   * @param number the digits of its number; empty if its id is not a number behind letters
   */
  private record Example(String path, IssueType type, String prefix, String number) {
    static Example of(Issue issue) {
      Matcher id = NUMBERED.matcher(issue.id().value());
      boolean numbered = id.matches();
      String prefix = numbered ? Objects.requireNonNullElse(id.group(1), "") : "";
      return new Example(
          issue.file().orElseThrow(), issue.type(), prefix, numbered ? id.group(2) : "");
    }

    String folder() {
      return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    IssueFileName name() {
      return IssueFileName.ofPath(path);
    }

    /** Returns the type that the letters of its id stand for. */
    Optional<IssueType> typeOfPrefix() {
      return prefix.isEmpty() ? Optional.empty() : Optional.of(new IssueType(prefix));
    }

    boolean isNumbered() {
      return !number.isEmpty();
    }
  }

  /** Returns the type of an issue that is given none: the usual one, or a bug to be fixed. */
  IssueType type(String title) {
    IssueType fitting = FIX.matcher(title).matches() ? BUG : FEATURE;
    boolean isTyped =
        examples.isEmpty() || examples.stream().anyMatch(each -> USUAL_TYPES.contains(each.type()));
    return isTyped ? fitting : most(examples, Example::type).orElse(IssueType.NONE);
  }

  /** Returns the folder that most issues of {@code type} are in, or else most issues. */
  Optional<String> folder(IssueType type) {
    return most(of(type), Example::folder).or(() -> most(examples, Example::folder));
  }

  private List<Example> of(IssueType type) {
    return examples.stream().filter(each -> each.type().equals(type)).toList();
  }

  /** Returns the paths of the files in {@code folder}, or of all if it has none. */
  List<String> paths(String folder) {
    return in(folder).stream().map(Example::path).toList();
  }

  private List<Example> in(String folder) {
    List<Example> inside = examples.stream().filter(each -> each.folder().equals(folder)).toList();
    return inside.isEmpty() ? examples : inside;
  }

  /** Returns the letters that ids of {@code type} begin with; empty for a bare number. */
  String prefix(IssueType type) {
    List<Example> numbered = of(type).stream().filter(Example::isNumbered).toList();
    boolean meansType =
        examples.stream().anyMatch(each -> each.typeOfPrefix().equals(Optional.of(each.type())));
    String word = type.name().replaceAll("[^A-Z0-9]", "");
    boolean isPrefix = word.matches("[A-Z].*") && word.length() <= LONGEST_PREFIX;
    return most(numbered, Example::prefix)
        .or(() -> isPrefix && meansType ? Optional.of(word) : Optional.empty())
        .or(() -> most(examples.stream().filter(Example::isNumbered).toList(), Example::prefix))
        .orElse(isPrefix ? word : IssueType.NONE.name());
  }

  /**
   * Returns the next free id that begins with {@code prefix}: numbers are counted over all ids, or
   * for each prefix if two prefixes share a number already.
   *
   * @param taken ids that are not free, besides those of the examples
   */
  IssueId next(String prefix, Set<IssueId> taken) {
    Map<String, Set<Long>> numbers = new HashMap<>(); // by prefix
    examples.forEach(each -> note(numbers, each.prefix(), each.number()));
    Set<String> known = new HashSet<>(numbers.keySet());
    known.add(prefix.toLowerCase(Locale.ROOT));
    for (IssueId each : taken) {
      Matcher id = NUMBERED.matcher(each.value());
      String letters = id.matches() ? Objects.requireNonNullElse(id.group(1), "") : "-";
      if (known.contains(letters.toLowerCase(Locale.ROOT))) {
        note(numbers, letters, id.group(2));
      }
    }
    boolean shared =
        numbers.values().stream().mapToInt(Set::size).sum()
            > numbers.values().stream().flatMap(Set::stream).distinct().count();
    long last =
        numbers.entrySet().stream()
            .filter(each -> !shared || each.getKey().equals(prefix.toLowerCase(Locale.ROOT)))
            .flatMap(each -> each.getValue().stream())
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    int width = width(prefix);
    for (long number = last + 1; ; number++) {
      String digits = padded(Long.toString(number), width);
      IssueId id = new IssueId(prefix.isEmpty() ? digits : prefix + "-" + digits);
      if (!taken.contains(id)) { // as one may be whose number is too long to count
        return id;
      }
    }
  }

  private static void note(Map<String, Set<Long>> numbers, String prefix, String digits) {
    if (!digits.isEmpty() && digits.length() <= LONGEST_NUMBER) {
      numbers
          .computeIfAbsent(prefix.toLowerCase(Locale.ROOT), key -> new HashSet<>())
          .add(Long.valueOf(digits));
    }
  }

  private static String padded(String digits, int width) {
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private int width(String prefix) {
    List<Example> numbered = examples.stream().filter(Example::isNumbered).toList();
    List<Example> same =
        numbered.stream().filter(each -> each.prefix().equalsIgnoreCase(prefix)).toList();
    List<Example> models = same.isEmpty() ? numbered : same;
    return models.isEmpty()
        ? USUAL_WIDTH
        : most(
                models.stream().filter(each -> each.number().startsWith("0")).toList(),
                each -> each.number().length())
            .orElse(1);
  }

  /** Returns the name of the file of a new issue in {@code folder}. */
  String fileName(String folder, IssueId id, Priority priority, String title) {
    List<Example> models = in(folder);
    boolean hasId = isUsual(models, each -> each.name().id().isPresent());
    boolean hasPriority = isUsual(models, each -> each.name().priority().isPresent());
    boolean hasSlug = isUsual(models, each -> !each.name().slug().isEmpty()) || !hasId;
    String slug = slug(title);
    String words = hasSlug && !slug.isEmpty() ? slug : "";
    String name = hasId || words.isEmpty() ? id + (words.isEmpty() ? "" : "-" + words) : words;
    return (hasPriority ? priority + "-" : "") + name + ".md";
  }

  /** Tells whether at least half of {@code models} are so; true if there are none. */
  static <T> boolean isUsual(List<T> models, Predicate<T> so) {
    return 2 * models.stream().filter(so).count() >= models.size();
  }

  /** Returns the words of {@code title} in the letters that every file system has. */
  static String slug(String title) {
    String plain =
        Normalizer.normalize(title, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("['\u2019]", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    if (plain.length() <= LONGEST_SLUG) {
      return plain;
    }
    int cut = plain.lastIndexOf('-', LONGEST_SLUG);
    return plain.substring(0, cut > 0 ? cut : LONGEST_SLUG);
  }

  private static <T> Optional<T> most(List<Example> examples, Function<Example, T> part) {
    Map<T, Integer> counts = new LinkedHashMap<>();
    examples.forEach(each -> counts.merge(part.apply(each), 1, Integer::sum));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }
}
