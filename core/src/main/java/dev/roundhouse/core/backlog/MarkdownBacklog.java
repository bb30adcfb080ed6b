package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A backlog of Markdown files in directories of a checkout, read in their current state. Files are
 * found at any depth; symbolic links below such a directory are reported and not followed; files
 * named {@code README} and those whose name begins with a dot are not issues.
 *
 * <p>Immutable; safe for use by any number of threads.
 */
public final class MarkdownBacklog implements Backlog {
  private static final List<String> USUAL =
      List.of(
          ".issues/bugs", ".issues/features", ".issues/enhancements", ".issues/epics", "issues");
  private static final long LARGEST = 4L << 20;

  private final Path root;
  private final List<String> directories;
  private final @Nullable FileIndex index;

  /**
   * Creates a backlog for the checkout {@code root}.
   *
   * @param directories the directories of the files, relative to {@code root}; empty for those of
   *     the usual ones that exist: {@code .issues/{bugs,features,enhancements,epics}} and {@code
   *     issues}
   */
  public MarkdownBacklog(Path root, List<String> directories) {
    this(root, directories, null);
  }

  /**
   * Creates a backlog for the checkout {@code root} that uses {@code index} to avoid parsing;
   * otherwise like the other constructor.
   */
  public MarkdownBacklog(Path root, List<String> directories, @Nullable FileIndex index) {
    this.root = root.toAbsolutePath().normalize();
    this.directories = List.copyOf(directories);
    this.index = index;
  }

  /** Returns the directories that are read. */
  public List<String> directories() {
    return directories.isEmpty()
        ? USUAL.stream().filter(each -> Files.isDirectory(root.resolve(each))).toList()
        : directories;
  }

  /**
   * Returns the directory that {@code directory} stands for, which may be or lie behind a symbolic
   * link, as a path without links below the root; empty if it is missing or outside.
   */
  private Optional<Path> place(String directory) throws IOException {
    Path start = root.resolve(directory).normalize();
    if (!start.startsWith(root) || !Files.isDirectory(start)) {
      return Optional.empty();
    }
    Path checkout = root.toRealPath();
    Path real = start.toRealPath();
    return real.startsWith(checkout)
        ? Optional.of(root.resolve(checkout.relativize(real)).normalize())
        : Optional.empty();
  }

  @Override
  public BacklogReading read() throws IOException {
    List<ParsedIssueFile> parsed = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (String directory : directories()) {
      Optional<Path> start = place(directory);
      if (start.isPresent()) {
        read(start.get(), seen, parsed);
      } else {
        parsed.add(ParsedIssueFile.broken(missing(directory)));
      }
    }
    return reading(IssueAliases.resolve(parsed));
  }

  static BacklogReading reading(List<ParsedIssueFile> parsed) {
    List<Issue> issues = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    Map<BacklogReading.Reference, Integer> lines = new HashMap<>();
    for (ParsedIssueFile file : parsed) {
      findings.addAll(file.findings());
      file.issue()
          .ifPresent(
              issue -> {
                issues.add(issue);
                lines.putAll(file.lines(issue.locator()));
              });
    }
    findings.addAll(UnreadFields.report(parsed));
    return new BacklogReading(issues, findings, lines);
  }

  /** Returns a version made from the paths and attributes of the files, without opening them. */
  @Override
  public Object version() throws IOException {
    FileStamps marks = new FileStamps();
    for (String directory : directories()) {
      Optional<Path> start = place(directory);
      if (start.isPresent()) {
        IssueFileWalk.of(start.get(), marks);
      } else {
        marks.missing(root.resolve(directory));
      }
    }
    return marks.seal();
  }

  /**
   * Sets {@code status} and {@code completed_at} in the front matter, and changes no other byte.
   */
  @Override
  public Optional<byte[]> markedDone(Issue issue, byte[] contentAtTip, Instant when) {
    return Optional.of(IssueFile.of(contentAtTip).withStatus(IssueStatus.DONE, when));
  }

  /**
   * Returns the fixes that do not change the meaning of the files; files without fixes are left
   * out. Writes nothing.
   *
   * @throws IOException if a file cannot be read
   */
  public List<IssueFileFix> fixes() throws IOException {
    List<IssueFileFix> fixes = new ArrayList<>();
    for (Path file : files()) {
      if (Files.size(file) <= LARGEST && Files.isReadable(file)) {
        fixes.add(IssueFileFix.of(file, relative(file), Files.readAllBytes(file)));
      }
    }
    return fixes.stream().filter(each -> !each.changes().isEmpty()).toList();
  }

  /** Returns every file that is named like an issue file, by path. */
  Set<Path> files() throws IOException {
    Set<Path> files = new TreeSet<>();
    for (String directory : directories()) {
      Optional<Path> start = place(directory);
      if (start.isPresent()) {
        Gathering found = new Gathering();
        IssueFileWalk.of(start.get(), found);
        files.addAll(found.files);
      }
    }
    return files;
  }

  /** Tells whether the directories are the usual ones. */
  boolean isUsual() {
    return directories.isEmpty();
  }

  /**
   * Returns the place of {@code path}, which need not exist.
   *
   * @throws IOException if it is outside the checkout, or a symbolic link leads there
   */
  Path within(String path) throws IOException {
    Path place = root.resolve(path).normalize();
    Path above = place;
    while (!Files.exists(above, LinkOption.NOFOLLOW_LINKS) && above.getParent() != null) {
      above = above.getParent();
    }
    if (!place.startsWith(root) || !above.toRealPath().startsWith(root.toRealPath())) {
      throw new IOException(place + " is not inside the checkout");
    }
    return place;
  }

  private static Finding missing(String directory) {
    return Finding.error(
            directory,
            0,
            "no such directory inside the checkout, or a symbolic link that leads out of it",
            "choose one with --backlog DIR")
        .makingAmbiguous();
  }

  private void read(Path start, Set<Path> seen, List<ParsedIssueFile> parsed) throws IOException {
    Gathering found = new Gathering();
    IssueFileWalk.of(start, found);
    parsed.addAll(found.leftOut);
    found.files.sort(Comparator.comparing(Path::toString));
    FileIndex worthwhile = found.files.size() < FileIndex.WORTH_IT ? null : index;
    for (Path file : found.files) {
      if (seen.add(file)) {
        parsed.add(parse(file, worthwhile));
      }
    }
  }

  private ParsedIssueFile parse(Path file, @Nullable FileIndex known) {
    String path = relative(file);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.size() > LARGEST) {
        return ParsedIssueFile.broken(
            Finding.error(path, 0, "it is larger than 4 MiB", "keep attachments elsewhere"));
      }
      Optional<ParsedIssueFile> same =
          known == null ? Optional.empty() : known.recall(path, attributes);
      if (same.isPresent()) {
        return same.get();
      }
      byte[] content = Files.readAllBytes(file);
      return known == null
          ? new IssueParser(path).parse(content)
          : known.parse(path, attributes, content);
    } catch (IOException unreadable) {
      return unreadable(path, unreadable);
    }
  }

  private static ParsedIssueFile unreadable(String path, IOException why) {
    return ParsedIssueFile.broken(
        Finding.error(
                path,
                0,
                "it cannot be read ("
                    + why.getClass().getSimpleName().replace("Exception", "")
                    + ")",
                "check its permissions")
            .makingAmbiguous());
  }

  private String relative(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** Gathers issue files, and reports why anything else was left out. */
  private final class Gathering implements IssueFileWalk.Visitor {
    private final List<Path> files = new ArrayList<>();
    private final List<ParsedIssueFile> leftOut = new ArrayList<>();

    @Override
    public void file(Path file, BasicFileAttributes attributes) {
      files.add(file);
    }

    @Override
    public void notPlain(Path file, BasicFileAttributes attributes) {
      leftOut.add(
          ParsedIssueFile.broken(
              Finding.warning(
                  relative(file),
                  0,
                  attributes.isDirectory()
                      ? "it is a directory, though named like an issue file; ignored"
                      : "it is a symbolic link or not a regular file; ignored",
                  attributes.isDirectory()
                      ? "rename it, or put a regular file here; the files in it are read"
                      : "put a regular file or directory here")));
    }

    @Override
    public void unreadable(Path file, IOException why) {
      leftOut.add(MarkdownBacklog.unreadable(relative(file), why));
    }
  }
}
