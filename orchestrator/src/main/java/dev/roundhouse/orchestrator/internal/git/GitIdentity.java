package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * The author and the committer of our commits: those git would use in the user's checkout, by its
 * variables and all of its configuration, or Roundhouse if git would have to guess. Immutable.
 *
 * @param author the author
 * @param committer the committer
 */
record GitIdentity(Person author, Person committer) {
  private static final Person ROUNDHOUSE = new Person("Roundhouse", "roundhouse@localhost");
  private static final Pattern IDENT = Pattern.compile("(?s)([^<>]+) <([^<>]*)> [0-9]+ [-+][0-9]+");
  private static final Pattern READ =
      Pattern.compile(
          "GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL)|EMAIL|HOME|XDG_CONFIG_HOME|GIT_CONFIG_.*");

  /**
   * One person of an identity.
   *
   * @param name the name, as git has cleaned it
   * @param email the address, which may be empty
   */
  record Person(String name, String email) {
    PersonIdent at(Instant when) {
      return new PersonIdent(name, email, when, ZoneOffset.UTC);
    }
  }

  /**
   * Asks {@code git}, in the user's checkout, with the variables for people in {@code environment}.
   */
  static GitIdentity of(Git git, Map<String, String> environment)
      throws IOException, InterruptedException {
    Git asked = git;
    for (Map.Entry<String, String> each : environment.entrySet()) {
      if (READ.matcher(each.getKey()).matches()) {
        asked = asked.with(each.getKey(), each.getValue());
      }
    }
    // a date that git cannot read would hide the name beside it; dates are ours
    asked = asked.with("GIT_AUTHOR_DATE", "").with("GIT_COMMITTER_DATE", "");
    String email = environment.getOrDefault("EMAIL", "");
    return new GitIdentity(
        person(asked, "GIT_AUTHOR_IDENT", email), person(asked, "GIT_COMMITTER_IDENT", email));
  }

  private static Person person(Git git, String role, String email)
      throws IOException, InterruptedException {
    Optional<Person> found = parsed(git.ask("-c", "user.useConfigOnly=true", "var", role));
    boolean mayTake = found.isEmpty() && !email.isBlank() && !isOnlyConfigured(git);
    return mayTake
        ? parsed(git.ask("-c", "user.useConfigOnly=true", "-c", "user.email=" + email, "var", role))
            .orElse(ROUNDHOUSE)
        : found.orElse(ROUNDHOUSE);
  }

  /** Tells whether the user has forbidden git to use {@code EMAIL} as an address. */
  private static boolean isOnlyConfigured(Git git) throws IOException, InterruptedException {
    return git.ask("config", "--type=bool", "user.useConfigOnly").line().equals("true");
  }

  /** Parses git's answer; empty if git refused, as it does if a name is missing or empty. */
  private static Optional<Person> parsed(GitOutput answer) {
    Matcher ident = IDENT.matcher(answer.line());
    return answer.ok() && ident.matches()
        ? Optional.of(new Person(ident.group(1), ident.group(2)))
        : Optional.empty();
  }
}
