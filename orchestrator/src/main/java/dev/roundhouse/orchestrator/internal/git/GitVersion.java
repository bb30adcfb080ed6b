package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Requires a git that is new enough. The version comes with the answer to another question, as an
 * event of git's trace, since a process of its own would cost as much as that question.
 */
final class GitVersion {
  private static final String TRACE = "GIT_TRACE2_EVENT";
  private static final String STANDARD_ERROR = "2";
  private static final String EVENT = "{\"event\":\"";
  private static final Pattern TRACED =
      Pattern.compile("\\{\"event\":\"version\".*\"exe\":\"(\\d+)\\.(\\d+).*");
  private static final Pattern SAID = Pattern.compile("git version (\\d+)\\.(\\d+).*");
  private static final int MAJOR = 2;
  private static final int MINOR = 38;

  private GitVersion() {}

  /**
   * Returns the answer of {@code git} to {@code words}.
   *
   * @throws RepositoryException if git is too old, or cannot be run
   */
  static GitOutput checked(Git git, List<String> words) throws IOException, InterruptedException {
    GitOutput answer = git.with(TRACE, STANDARD_ERROR).ask(words.toArray(String[]::new));
    List<String> events = answer.err().lines().filter(each -> each.startsWith(EVENT)).toList();
    Matcher traced = TRACED.matcher(events.isEmpty() ? "" : events.get(0));
    if (traced.matches()) {
      require(traced);
    } else {
      ask(git); // one that knows no such trace
    }
    return new GitOutput(answer.exit(), answer.text(), withoutEvents(answer.err()));
  }

  private static void ask(Git git) throws IOException, InterruptedException {
    GitOutput answer = git.ask("version");
    if (!answer.ok()) {
      throw new RepositoryException("git cannot be run", "install git 2.38 or newer");
    }
    Matcher said = SAID.matcher(answer.line());
    if (said.matches()) {
      require(said);
    }
  }

  private static void require(Matcher version) throws RepositoryException {
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
      throw new RepositoryException(
          "git " + major + "." + minor + " is too old", "install git 2.38 or newer");
    }
  }

  private static String withoutEvents(String err) {
    return err.lines().filter(each -> !each.startsWith(EVENT)).collect(Collectors.joining("\n"));
  }
}
