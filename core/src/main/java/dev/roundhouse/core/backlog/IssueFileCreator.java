package dev.roundhouse.core.backlog;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Creates issue files named, numbered and written like those a Markdown backlog has. A file appears
 * complete or not at all, and no existing one is ever replaced.
 *
 * <p>Two creators at work at once may choose the same id: the caller holds a lock.
 */
public final class IssueFileCreator {
  private static final int TRIES = 100;
  private static final int MODELS = 50; // files that are opened to see how they are written
  private static final String PLAIN = "issues";
  private static final Map<String, String> FOLDERS =
      Map.of("bugs", "BUG", "features", "FEAT", "enhancements", "ENH", "epics", "EPIC");

  private final MarkdownBacklog backlog;
  private final Path staging;

  /**
   * Creates a creator of files of {@code backlog}.
   *
   * @param staging a directory on the same disk for files in the making, which must exist
   */
  public IssueFileCreator(MarkdownBacklog backlog, Path staging) {
    this.backlog = backlog;
    this.staging = staging;
  }

  /**
   * Creates the file of a new issue, durably.
   *
   * @param taken ids that must not be used, besides those in the backlog
   * @return the issue as its file reads
   * @throws IllegalArgumentException if no file can be written that reads as {@code draft} says
   * @throws IOException if the backlog cannot be read, or the file cannot be written
   */
  public Issue create(IssueDraft draft, Collection<IssueId> taken, Instant at) throws IOException {
    return write(draft, taken, at, Optional.empty());
  }

  /**
   * Creates the file of a new issue under its later name in the directory {@link #aside}, where no
   * reader of the backlog sees it until {@link #publish}.
   *
   * @param taken ids that must not be used, besides those in the backlog
   * @return the issue as its file reads, with the path that it will have
   * @throws IllegalArgumentException if no file can be written that reads as {@code draft} says
   * @throws IOException if the backlog cannot be read, or the file cannot be written
   */
  public Issue createAside(IssueDraft draft, Collection<IssueId> taken, Instant at)
      throws IOException {
    return write(draft, taken, at, Optional.of(aside()));
  }

  /** Returns the directory of files that are not in the backlog yet; their ids are taken. */
  public Path aside() throws IOException {
    return Directories.create(staging.resolve("drafts"));
  }

  /** Returns the files that are not in the backlog yet. */
  public List<Path> drafts() throws IOException {
    Path drafts = staging.resolve("drafts");
    return Files.isDirectory(drafts) ? Directories.entries(drafts, "*.md") : List.of();
  }

  /**
   * Moves {@code written} to its place in the backlog; it appears there complete.
   *
   * @param path the path of the issue's file in the checkout
   * @throws FileAlreadyExistsException if there is another file by now
   * @throws IOException if the file cannot be moved
   */
  public void publish(Path written, String path) throws IOException {
    Path file = backlog.within(path);
    Directories.create(Objects.requireNonNull(file.getParent()));
    try (FileChannel content = FileChannel.open(written, StandardOpenOption.WRITE)) {
      content.force(true);
    }
    place(written, file);
    Files.deleteIfExists(written);
  }

  private Issue write(IssueDraft draft, Collection<IssueId> taken, Instant at, Optional<Path> aside)
      throws IOException {
    BacklogReading reading = backlog.read();
    NamingConvention convention = NamingConvention.of(reading.issues());
    Set<IssueId> used = new HashSet<>(taken);
    reading.issues().forEach(each -> used.add(each.id()));
    Set<Path> files = new HashSet<>(backlog.files());
    files.addAll(drafts());
    for (Path each : files) {
      IssueFileName.ofPath(each.toString())
          .id()
          .ifPresent(used::add); // of one that cannot be read, too
    }
    IssueType type = draft.type().orElseGet(() -> convention.type(draft.title()));
    String folder = folder(type, convention);
    boolean hasFront = hasFront(convention.paths(folder));
    Path later = backlog.within(folder);
    Path directory = aside.isPresent() ? aside.get() : Directories.create(later);
    for (int i = 1; ; i++) {
      IssueId id = convention.next(convention.prefix(type), used);
      String name = convention.fileName(folder, id, draft.priority(), draft.title());
      NewIssueText text =
          new NewIssueText(folder.isEmpty() ? name : folder + "/" + name, id, type, draft, at);
      byte[] content = text.written(hasFront);
      try {
        if (Files.exists(later.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
          throw new FileAlreadyExistsException(later.resolve(name).toString());
        }
        put(content, directory.resolve(name));
        return text.read(content).orElseThrow();
      } catch (FileAlreadyExistsException there) {
        if (i == TRIES) {
          throw there;
        }
        used.add(id);
      }
    }
  }

  private String folder(IssueType type, NamingConvention convention) {
    List<String> folders = backlog.directories();
    Optional<String> typed =
        folders.stream().filter(each -> type.name().equals(FOLDERS.get(last(each)))).findFirst();
    if (typed.isPresent()) {
      return plain(typed.get());
    }
    boolean isSplit = folders.stream().anyMatch(each -> each.startsWith(".issues/"));
    for (Map.Entry<String, String> each : FOLDERS.entrySet()) {
      if (isSplit && backlog.isUsual() && each.getValue().equals(type.name())) {
        return ".issues/" + each.getKey();
      }
    }
    return convention
        .folder(type)
        .orElseGet(() -> folders.isEmpty() ? PLAIN : plain(folders.get(0)));
  }

  private static String last(String folder) {
    return plain(folder).substring(plain(folder).lastIndexOf('/') + 1);
  }

  private static String plain(String folder) {
    return Path.of(folder).normalize().toString().replace('\\', '/');
  }

  private boolean hasFront(List<String> paths) throws IOException {
    List<String> models = paths.subList(Math.max(0, paths.size() - MODELS), paths.size());
    int with = 0;
    for (String each : models) {
      with += IssueFile.of(Files.readAllBytes(backlog.within(each))).hasFrontMatter() ? 1 : 0;
    }
    return 2 * with >= models.size();
  }

  /** Writes the whole file, unless one is there. */
  private void put(byte[] content, Path file) throws IOException {
    Path staged = staging.resolve(UUID.randomUUID() + ".md");
    try {
      write(content, staged);
      place(staged, file);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /** Lets {@code file} appear with the content of {@code written}, unless a file is there. */
  private static void place(Path written, Path file) throws IOException {
    try {
      Files.createLink(file, written);
    } catch (FileAlreadyExistsException there) {
      throw there;
    } catch (UnsupportedOperationException | FileSystemException noLinks) { // or another disk
      Path sibling = file.resolveSibling("." + UUID.randomUUID() + ".staged");
      try {
        write(Files.readAllBytes(written), sibling);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new FileAlreadyExistsException(file.toString());
        }
        Files.move(sibling, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(sibling);
      }
    }
    Directories.force(Objects.requireNonNull(file.getParent()));
  }

  private static void write(byte[] content, Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
  }
}
