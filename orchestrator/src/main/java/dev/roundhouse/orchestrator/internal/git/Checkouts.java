package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/**
 * Finds the checkouts of branches in git's own files. Git itself is not asked: it leaves out a
 * checkout that a key makes it take for a bare repository. For one call.
 */
public final class Checkouts {
  private final Repository repository;

  public Checkouts(Repository repository) {
    this.repository = repository;
  }

  /** Returns the worktrees that have the branch of that full name checked out. */
  public List<GitLocation> of(String ref) throws IOException {
    List<GitLocation> places = new ArrayList<>();
    for (GitLocation each : all()) {
      if (Files.isDirectory(each.top()) && head(each.gitDir()).equals("ref: " + ref)) {
        places.add(each);
      }
    }
    return places;
  }

  /** Tells whether the repository has a checkout at {@code top}, which need not exist now. */
  public boolean has(Path top) throws IOException {
    return all().stream().anyMatch(each -> each.top().equals(top));
  }

  private static String head(Path gitDir) throws IOException {
    return PointerFile.text(gitDir.resolve("HEAD")).strip();
  }

  private List<GitLocation> all() throws IOException {
    List<GitLocation> places = new ArrayList<>();
    Path commonDir = repository.commonDir();
    boolean isOurs = repository.place().gitDir().equals(commonDir);
    if (isOurs || Files.exists(commonDir.resolve("index"))) { // a bare repository has none
      places.add(new GitLocation(main(), commonDir, commonDir));
    }
    Path records = commonDir.resolve("worktrees");
    if (Files.isDirectory(records)) {
      for (Path record : Directories.entries(records)) {
        top(record).ifPresent(top -> places.add(new GitLocation(top, record, commonDir)));
      }
    }
    return places;
  }

  /** Returns the top of the checkout whose git directory is the common one. */
  private Path main() throws IOException {
    GitLocation ours = repository.place();
    Path commonDir = repository.commonDir();
    if (ours.gitDir().equals(commonDir)) {
      return ours.top();
    }
    Path beside = commonDir.getParent();
    if (beside != null && GitLocation.gitDir(beside).filter(commonDir::equals).isPresent()) {
      return beside;
    }
    return named(commonDir); // the git directory itself if unknown; nothing is written to it
  }

  /** Returns the working tree named in the configuration, as in that of a submodule. */
  private static Path named(Path commonDir) throws IOException {
    Config config = new Config();
    try {
      config.fromText(Files.readString(commonDir.resolve("config"), StandardCharsets.ISO_8859_1));
    } catch (ConfigInvalidException | NoSuchFileException damaged) {
      return commonDir;
    }
    String top = config.getString("core", null, "worktree");
    return top == null ? commonDir : commonDir.resolve(top).normalize();
  }

  private static Optional<Path> top(Path record) throws IOException {
    String named = PointerFile.text(record.resolve("gitdir")).strip();
    return PointerFile.path(record, named).map(each -> each.normalize().getParent());
  }
}
