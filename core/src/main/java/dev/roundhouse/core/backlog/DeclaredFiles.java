package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that an issue says it changes. A pure function of its file: only the text is looked at,
 * and it may say anything; a word that is not a path inside the repository is left out, and
 * whatever exceeds the limits is cut. Immutable.
 *
 * @param declared the paths that its front matter names under {@code touches} and its text below
 *     {@code Files to Modify} (or {@code to Create}, {@code to Change}, {@code Affected Files}); at
 *     most 200, of which at most 20 are patterns
 * @param mentioned the paths in backticks anywhere in its text, which count only if such files
 *     exist; at most 200, none of them a pattern
 */
public record DeclaredFiles(Set<PathPattern> declared, Set<PathPattern> mentioned) {
  /** The key of the front matter. */
  static final String KEY = "touches";

  private static final int MOST = 200;
  private static final int LONGEST = 310; // with a line number after it
  private static final int MOST_WILD = 20;
  private static final Pattern HEADING =
      Pattern.compile("#{1,6}[ \t]+(.*)|[ ]{0,3}\\*\\*([^*]+)\\*\\*:?[ \t]*");
  private static final Pattern FILES =
      Pattern.compile("(files to (modify|create|change|edit|touch)|affected files|touches)\\b.*");
  private static final Pattern ITEM =
      Pattern.compile("[ \t]*(?:[-*+]|[0-9]{1,4}[.)])[ \t]+(?:\\[[ xX]\\][ \t]*)?(.*)");
  private static final Pattern CODE = Pattern.compile("`([^`\\s]{1,310})`");
  private static final Pattern FIRST =
      Pattern.compile(
          "(?:[A-Z][a-z]{1,20} ){0,2}[*_]{0,3}`([^`]+)`.*"
              + "|[*_]{0,3}(?:\\[`?([^\\]`]+)`?\\]|(\\S+)).*");
  private static final Pattern AROUND = Pattern.compile("[*_,;:.)]+$|^[(]+");
  private static final Pattern PLACE = Pattern.compile("(?::[0-9]+(?:[-:,][0-9]+)*|#L?[0-9].*)$");
  private static final Pattern NAME = Pattern.compile(".*(?:\\.[A-Za-z0-9_]{1,12}|/|[*?].*)");

  /** Copies the sets. */
  public DeclaredFiles {
    declared = Set.copyOf(declared);
    mentioned = Set.copyOf(mentioned);
  }

  /** Returns the files that {@code issue} says it changes. */
  public static DeclaredFiles of(Issue issue) {
    Reader reader = new Reader();
    issue.touches().stream().sorted().forEach(word -> reader.declare(PathPattern.parse(word)));
    issue.body().lines().forEach(reader::read);
    return new DeclaredFiles(reader.declared, reader.mentioned);
  }

  /** Returns the finding about a word that is not a path. */
  static Finding wrong(String path, FrontMatter.Word word) {
    return Finding.warning(
        path,
        word.line(),
        KEY + " names '" + word.text() + "', which is not a path in the repository; it is ignored",
        "write it from the repository's root: src/Main.java, src/main/ or src/**/*.java");
  }

  /** Returns the path that {@code word} of a text names, if it looks like a path at all. */
  private static Optional<PathPattern> path(String word) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String bare = PLACE.matcher(AROUND.matcher(word).replaceAll("")).replaceAll("");
    boolean looksSo =
        NAME.matcher(bare).matches() && bare.chars().noneMatch(Character::isSpaceChar);
    return looksSo ? PathPattern.parse(bare) : Optional.empty();
  }

  /** Walks the lines of a text. */
  private static final class Reader {
    private final NavigableSet<PathPattern> declared = new TreeSet<>();
    private final NavigableSet<PathPattern> mentioned = new TreeSet<>();
    private final CodeFence fence = new CodeFence();
    private boolean listsFiles;
    private int wild;

    void read(String line) {
      if (fence.takes(line)) {
        return;
      }
      Optional<String> title = title(line);
      if (title.isPresent()) {
        listsFiles = FILES.matcher(title.get().strip().toLowerCase(Locale.ROOT)).matches();
      } else if (listsFiles) {
        listed(line);
      }
      mention(line);
    }

    /** Returns the text of a heading, or of a line in bold that stands for one. */
    private static Optional<String> title(String line) {
      if (!line.startsWith("#") && !line.stripLeading().startsWith("**")) {
        return Optional.empty();
      }
      Matcher heading = HEADING.matcher(line);
      return heading.matches()
          ? Optional.of(heading.group(1) == null ? heading.group(2) : heading.group(1))
          : Optional.empty();
    }

    /** Adds the path that comes first in an item or a row; the words after it only describe it. */
    private void listed(String line) {
      String row = line.strip();
      if (row.startsWith("|")) {
        declare(firstOf(row.split("\\|", -1)));
        return;
      }
      Matcher item = ITEM.matcher(line);
      if (item.matches()) {
        declare(first(item.group(1)));
      }
    }

    private static Optional<PathPattern> firstOf(String[] cells) {
      for (String cell : cells) {
        Optional<PathPattern> path = first(cell.strip());
        if (path.isPresent()) {
          return path;
        }
      }
      return Optional.empty();
    }

    private static Optional<PathPattern> first(String text) {
      Matcher first = FIRST.matcher(text);
      if (!first.matches()) {
        return Optional.empty();
      }
      return Stream.of(1, 2, 3)
          .flatMap(group -> Stream.ofNullable(first.group(group)))
          .findFirst()
          .flatMap(DeclaredFiles::path);
    }

    private void declare(Optional<PathPattern> path) {
      path.ifPresent(
          each -> {
            boolean fits = declared.size() < MOST && (!each.isWild() || wild < MOST_WILD);
            if (fits && declared.add(each) && each.isWild()) {
              wild++;
            }
          });
    }

    private void mention(String line) {
      if (line.indexOf('`') < 0) {
        return;
      }
      Matcher code = CODE.matcher(line);
      while (mentioned.size() < MOST && code.find()) {
        path(code.group(1)).filter(each -> !each.isWild()).ifPresent(mentioned::add);
      }
    }
  }
}
