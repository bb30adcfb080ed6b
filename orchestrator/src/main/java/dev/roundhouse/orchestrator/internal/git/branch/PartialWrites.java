package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitLocation;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes content git wrote, completely or in part, from that of others: git's is a prefix of
 * the intended content, filters applied. For one thread, and to be closed.
 */
final class PartialWrites implements AutoCloseable {
  private static final String ATTRIBUTES = ".gitattributes";
  private static final int MANY = 4; // the number that is worth a git command

  private final Repository repository;
  private final Git git;
  private final FastForward follow;
  private final List<PathChange> changes;
  private final Set<String> whole = new HashSet<>();
  private @Nullable Git filtering;
  private @Nullable Path attributes;

  PartialWrites(Repository repository, Git git, FastForward follow, List<PathChange> changes) {
    this.repository = repository;
    this.git = git;
    this.follow = follow;
    this.changes = changes;
  }

  /**
   * Checks many paths at once for their complete intended content; the others are examined one by
   * one.
   */
  void look(List<PathChange> many) throws IOException, InterruptedException {
    List<PathChange> asked =
        many.stream().filter(this::hasContent).filter(PartialWrites::isPlainlyNamed).toList();
    if (asked.size() < MANY) {
      return;
    }
    StringBuilder names = new StringBuilder();
    asked.forEach(each -> names.append(each.path()).append('\n'));
    List<String> ids =
        git.feed(names.toString(), "hash-object", "--stdin-paths").text().lines().toList();
    for (int i = 0; i < ids.size(); i++) { // fewer if it could not read one
      if (ids.get(i).equals(asked.get(i).after().id().name())) {
        whole.add(asked.get(i).path());
      }
    }
  }

  private boolean hasContent(PathChange change) {
    Optional<Path> place = change.in(follow.worktree());
    return change.after().isThere()
        && !change.after().isSubmodule()
        && place.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)).isPresent()
        && place.get().toFile().length() > 0;
  }

  private static boolean isPlainlyNamed(PathChange change) {
    return change.path().chars().noneMatch(each -> each < ' ' || each == '"' || each == '\\');
  }

  /**
   * Tells whether the content at {@code place} now is what git wrote for the change, or began to.
   */
  boolean is(PathChange change, Path place) throws IOException, InterruptedException {
    PathChange.Entry entry = change.after();
    BasicFileAttributes now =
        Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!entry.isThere()) {
      return false;
    }
    if (now.isDirectory()) {
      return entry.isSubmodule() && isEmpty(place);
    }
    if (now.isSymbolicLink()) {
      return entry.isLink() && target(entry).equals(Files.readSymbolicLink(place).toString());
    }
    return now.isRegularFile()
        && !entry.isSubmodule()
        && (now.size() == 0 || whole.contains(change.path()) || isBeginning(change, place));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    return Directories.entries(folder).isEmpty();
  }

  private String target(PathChange.Entry link) throws IOException {
    int most = 1 << 16;
    return repository
        .objects()
        .readBlob(link.id(), most)
        .map(each -> new String(each, StandardCharsets.UTF_8))
        .orElse("");
  }

  private boolean isBeginning(PathChange change, Path place)
      throws IOException, InterruptedException {
    String id = change.after().id().name();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(place))) {
      Comparison comparison = new Comparison(file);
      GitOutput output =
          change.after().isLink()
              ? git.into(comparison, "cat-file", "blob", id)
              : filtering()
                  .into(comparison, "cat-file", "--filters", "--path=" + change.path(), id);
      return output.ok() && comparison.isBeginning();
    }
  }

  /** Returns a git that applies the attributes of the commit being written. */
  private Git filtering() throws IOException, InterruptedException {
    if (filtering == null) {
      boolean same = changes.stream().noneMatch(each -> isAttributes(each.path()));
      filtering = same ? git : withNewAttributes();
    }
    return filtering;
  }

  private static boolean isAttributes(String path) {
    return path.equals(ATTRIBUTES) || path.endsWith("/" + ATTRIBUTES);
  }

  private Git withNewAttributes() throws IOException, InterruptedException {
    String gitDir = git.run("rev-parse", "--absolute-git-dir").line();
    List<String> names = new ArrayList<>();
    for (String each :
        git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", follow.to().name())
            .records()) {
      if (isAttributes(each)) {
        names.add(each);
      }
    }
    Path place;
    try {
      place = attributes(repository.stateDir(), names);
    } catch (IOException full) {
      clean();
      place = attributes(Path.of(System.getProperty("java.io.tmpdir")), names);
    }
    return new GitLocation(place, Path.of(gitDir), repository.commonDir()).git();
  }

  private Path attributes(Path where, List<String> names) throws IOException {
    Path place = Files.createTempDirectory(where, "attributes-");
    attributes = place;
    for (String each : names) {
      Path file = place.resolve(each);
      Files.createDirectories(file.resolveSibling("."));
      Optional<byte[]> content = repository.objects().readFile(follow.to(), each);
      if (content.isPresent()) {
        Files.write(file, content.get());
      }
    }
    return place;
  }

  private void clean() throws IOException {
    if (attributes != null) {
      Directories.deleteTree(attributes);
      attributes = null;
    }
  }

  @Override
  public void close() throws IOException {
    clean();
  }

  /**
   * Takes the intended content of a file, and compares it with the file up to the file's length.
   */
  private static final class Comparison extends OutputStream {
    private final InputStream file;
    private boolean same = true;
    private boolean ended;

    Comparison(InputStream file) {
      this.file = file;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] meant, int from, int length) throws IOException {
      if (same && !ended) {
        byte[] found = file.readNBytes(length);
        ended = found.length < length;
        same = Arrays.equals(found, 0, found.length, meant, from, from + found.length);
      }
    }

    /** Tells whether the file equals the compared content and has nothing after it. */
    boolean isBeginning() throws IOException {
      return same && (ended || file.read() < 0);
    }
  }
}
