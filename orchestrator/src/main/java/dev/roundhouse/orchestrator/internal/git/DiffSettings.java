package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The user's settings for diffs on a terminal, as git reads them. Stateless. */
public final class DiffSettings {
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0", "");
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");

  private final Git git;

  /** Creates the settings that hold in {@code repository}. */
  public DiffSettings(Repository repository) {
    this.git = repository.git();
  }

  /** Tells whether git would colour a diff on a terminal. */
  public boolean isColoured() throws IOException, InterruptedException {
    return git.ask("config", "--get-colorbool", "color.diff", "true").line().equals("true");
  }

  /** Returns the pager that git would start for a diff, a command line for a shell. */
  public Optional<String> pager() throws IOException, InterruptedException {
    GitOutput own = git.ask("config", "--get", "pager.diff");
    String word = own.ok() ? own.line() : "true";
    if (FALSE.contains(word)) {
      return Optional.empty();
    }
    String command = TRUE.contains(word) ? git.run("var", "GIT_PAGER").line() : word;
    return Optional.of(command).filter(each -> !each.isBlank() && !each.equals("cat"));
  }
}
