package dev.roundhouse.core.backlog;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Issues as Markdown files in directories of a checkout, read as they stand there. Files are found
 * at any depth; symbolic links are reported and not followed; files named {@code README} and those
 * whose name begins with a dot are no issues.
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
   * A backlog in the checkout {@code root}.
   *
   * @param directories where the files are, relative to {@code root}; empty for those of the usual
   *     ones that exist: {@code .issues/{bugs,features,enhancements,epics}} and {@code issues}
   */
  public MarkdownBacklog(Path root, List<String> directories) {
    this(root, directories, null);
  }

  /**
   * A backlog in the checkout {@code root}, of which {@code index} saves the parsing; as the other
   * otherwise.
   */
  public MarkdownBacklog(Path root, List<String> directories, @Nullable FileIndex index) {
    this.root = root.toAbsolutePath().normalize();
    this.directories = List.copyOf(directories);
    this.index = index;
  }

  /** The directories that are read. */
  public List<String> directories() {
    return directories.isEmpty()
        ? USUAL.stream().filter(each -> Files.isDirectory(root.resolve(each))).toList()
        : directories;
  }

  @Override
  public BacklogReading read() throws IOException {
    List<ParsedFile> parsed = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (String directory : directories()) {
      Path start = root.resolve(directory).normalize();
      if (!start.startsWith(root) || !Files.isDirectory(start)) {
        parsed.add(ParsedFile.broken(missing(directory)));
      } else {
        read(start, seen, parsed);
      }
    }
    return Assembly.of(parsed);
  }

  /**
   * What can be put right in its files without changing what they say; files of which there is
   * nothing to say are left out. Writes nothing.
   *
   * @throws IOException if a file cannot be read
   */
  public List<Mending> mendings() throws IOException {
    Set<Path> files = new TreeSet<>();
    for (String directory : directories()) {
      Path start = root.resolve(directory).normalize();
      if (start.startsWith(root) && Files.isDirectory(start)) {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(start, new Collector(start, found, new ArrayList<>()));
        files.addAll(found);
      }
    }
    List<Mending> mendings = new ArrayList<>();
    for (Path file : files) {
      if (Files.size(file) <= LARGEST && Files.isReadable(file)) {
        mendings.add(Mending.of(file, relative(file), Files.readAllBytes(file)));
      }
    }
    return mendings.stream().filter(each -> !each.changes().isEmpty()).toList();
  }

  private static Finding missing(String directory) {
    return Finding.error(
            directory,
            0,
            "there is no such directory inside the checkout",
            "name one with --backlog DIR")
        .makingAmbiguous();
  }

  private void read(Path start, Set<Path> seen, List<ParsedFile> parsed) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(start, new Collector(start, files, parsed));
    files.sort(Comparator.comparing(Path::toString));
    FileIndex worthwhile = files.size() < FileIndex.WORTH_IT ? null : index;
    for (Path file : files) {
      if (seen.add(file)) {
        parsed.add(parse(file, worthwhile));
      }
    }
  }

  private ParsedFile parse(Path file, @Nullable FileIndex known) {
    String path = relative(file);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.size() > LARGEST) {
        return ParsedFile.broken(
            Finding.error(path, 0, "it is larger than 4 MiB", "keep attachments elsewhere"));
      }
      byte[] content = Files.readAllBytes(file);
      return known == null
          ? new IssueParser(path).parse(content)
          : known.parse(path, attributes, content);
    } catch (IOException unreadable) {
      return unreadable(path, unreadable);
    }
  }

  private static ParsedFile unreadable(String path, IOException why) {
    return ParsedFile.broken(
        Finding.error(
                path,
                0,
                "it cannot be read ("
                    + why.getClass().getSimpleName().replace("Exception", "")
                    + ")",
                "look at its permissions")
            .makingAmbiguous());
  }

  private String relative(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** Gathers issue files below a directory. */
  private final class Collector extends SimpleFileVisitor<Path> {
    private final Path start;
    private final List<Path> files;
    private final List<ParsedFile> parsed;

    Collector(Path start, List<Path> files, List<ParsedFile> parsed) {
      this.start = start;
      this.files = files;
      this.parsed = parsed;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean hidden = directory.getFileName().toString().startsWith(".");
      return hidden && !directory.equals(start)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!isIssue(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        files.add(file);
      } else {
        parsed.add(
            ParsedFile.broken(
                Finding.warning(
                    relative(file),
                    0,
                    "it is a symbolic link or no plain file; left out",
                    "put the file itself here")));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException why) {
      parsed.add(unreadable(relative(file), why));
      return FileVisitResult.CONTINUE;
    }

    private boolean isIssue(Path file) {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      return name.endsWith(".md") && !name.startsWith(".") && !name.startsWith("readme");
    }
  }
}
