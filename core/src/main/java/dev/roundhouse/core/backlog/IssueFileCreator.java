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
import java.nio.file.Path;
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
    BacklogReading reading = backlog.read();
    NamingHabit habit = NamingHabit.of(reading.issues());
    Set<IssueId> used = new HashSet<>(taken);
    reading.issues().forEach(each -> used.add(each.id()));
    for (Path each : backlog.files()) {
      IssueFileName.ofPath(each.toString())
          .id()
          .ifPresent(used::add); // of one that cannot be read, too
    }
    IssueType type = draft.type().orElseGet(() -> habit.type(draft.title()));
    String folder = folder(type, habit);
    boolean hasFront = hasFront(habit.paths(folder));
    Path directory = Directories.create(backlog.within(folder));
    for (int i = 1; ; i++) {
      IssueId id = habit.next(habit.prefix(type), used);
      String name = habit.fileName(folder, id, draft.priority(), draft.title());
      NewIssueText text =
          new NewIssueText(folder.isEmpty() ? name : folder + "/" + name, id, type, draft, at);
      byte[] content = text.written(hasFront);
      try {
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

  private String folder(IssueType type, NamingHabit habit) {
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
    return habit.folder(type).orElseGet(() -> folders.isEmpty() ? PLAIN : plain(folders.get(0)));
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
      try {
        Files.createLink(file, staged);
      } catch (FileAlreadyExistsException there) {
        throw there;
      } catch (UnsupportedOperationException | FileSystemException noLinks) {
        write(content, file);
      }
    } finally {
      Files.deleteIfExists(staged);
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
