package dev.roundhouse.orchestrator.internal.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In whose name is committed, as git itself would say, and never as it would guess. */
class GitIdentityTest {
  private static final String OURS = "Roundhouse <roundhouse@localhost>";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeRepositoryOfNobody() {
    git = GitFixture.in(temporary.resolve("project"));
    git.git("config", "--remove-section", "user");
    environment.putAll(git.environment());
    environment.put("XDG_CONFIG_HOME", temporary.resolve("none").toString());
  }

  private void configure(String text) throws Exception {
    Files.writeString(Path.of(environment.getOrDefault("HOME", ""), ".gitconfig"), text);
  }

  private String author() throws Exception {
    try (Repository repository = Repository.open(git.root(), environment)) {
      return shown(repository.author(Instant.EPOCH));
    }
  }

  private String committer() throws Exception {
    try (Repository repository = Repository.open(git.root(), environment)) {
      return shown(repository.committer(Instant.EPOCH));
    }
  }

  private static String shown(PersonIdent who) {
    assertThat(who.getWhenAsInstant()).isEqualTo(Instant.EPOCH);
    return who.getName() + " <" + who.getEmailAddress() + ">";
  }

  @Test
  void whereNothingIsConfiguredItIsRoundhouseAndNoGuess() throws Exception {
    assertThat(author()).isEqualTo(OURS);
    assertThat(committer()).isEqualTo(OURS);
    configure("[user]\n\tname = Only A Name\n");
    assertThat(author()).isEqualTo(OURS);
    configure("[user]\n\temail = only@example.org\n");
    assertThat(author()).isEqualTo(OURS);
  }

  @Test
  void authorAndCommitterAreFoundEachByItself() throws Exception {
    configure("[user]\n\tname = User\n\temail = user@example.org\n[author]\n\tname = Writer\n");
    assertThat(author()).isEqualTo("Writer <user@example.org>");
    assertThat(committer()).isEqualTo("User <user@example.org>");

    environment.put("GIT_COMMITTER_EMAIL", "ci@example.org");
    assertThat(author()).isEqualTo("Writer <user@example.org>");
    assertThat(committer()).isEqualTo("User <ci@example.org>");
  }

  @Test
  void whatOnlyTheEnvironmentSaysIsEnoughForWhomItSaysIt() throws Exception {
    environment.put("GIT_AUTHOR_NAME", "Ci");
    environment.put("GIT_AUTHOR_EMAIL", "ci@example.org");
    assertThat(author()).isEqualTo("Ci <ci@example.org>");
    assertThat(committer()).isEqualTo(OURS);

    environment.put("GIT_CONFIG_COUNT", "2");
    environment.put("GIT_CONFIG_KEY_0", "user.name");
    environment.put("GIT_CONFIG_VALUE_0", "Counted");
    environment.put("GIT_CONFIG_KEY_1", "user.email");
    environment.put("GIT_CONFIG_VALUE_1", "counted@example.org");
    assertThat(committer()).isEqualTo("Counted <counted@example.org>");
  }

  @Test
  void aConfigurationIncludedForThisPlaceCounts() throws Exception {
    Path work = Files.writeString(temporary.resolve("work"), "[user]\n\temail = me@work\n");
    configure(
        "[user]\n\tname = Me\n\temail = me@home\n[includeIf \"gitdir:"
            + git.root()
            + "/\"]\n\tpath = "
            + work
            + "\n");
    assertThat(author()).isEqualTo("Me <me@work>");
    assertThat(committer()).isEqualTo("Me <me@work>");
  }

  @Test
  void theAddressOfTheEnvironmentIsTakenWhereGitTakesIt() throws Exception {
    configure("[user]\n\tname = Me\n");
    environment.put("EMAIL", "me@mail");
    assertThat(author()).isEqualTo("Me <me@mail>");
    environment.put("GIT_AUTHOR_EMAIL", "author@mail");
    assertThat(author()).isEqualTo("Me <author@mail>");
    assertThat(committer()).isEqualTo("Me <me@mail>");

    configure("[user]\n\tname = Me\n\tuseConfigOnly = true\n");
    assertThat(committer()).isEqualTo(OURS);
    configure("");
    assertThat(committer()).isEqualTo(OURS);
  }

  @Test
  void valuesThatMakeNoCommitAreCleanedAsGitDoesOrGivenUp() throws Exception {
    configure("[user]\n\tname = Me\n\temail = me@home\n");
    for (String nothing : new String[] {"", "<>", "\n", " .,;<>"}) {
      environment.put("GIT_AUTHOR_NAME", nothing);
      assertThat(author()).as(nothing).isEqualTo(OURS);
      assertThat(committer()).isEqualTo("Me <me@home>");
    }
    environment.put("GIT_AUTHOR_NAME", "\"Ann\n<B> Jörg");
    environment.put("GIT_AUTHOR_EMAIL", "<ann@\nhome>");
    environment.put("GIT_AUTHOR_DATE", "no date at all");
    assertThat(author()).isEqualTo("AnnB Jörg <ann@home>");
  }

  @Test
  void whoItIsDoesNotChangeWhileTheRepositoryIsOpen() throws Exception {
    configure("[user]\n\tname = Me\n\temail = me@home\n");
    try (Repository repository = Repository.open(git.root(), environment)) {
      assertThat(shown(repository.author(Instant.EPOCH))).isEqualTo("Me <me@home>");
      git.git("config", "user.name", "A Test's Own");
      assertThat(shown(repository.author(Instant.EPOCH))).isEqualTo("Me <me@home>");
    }
    assertThat(author()).isEqualTo("A Test's Own <me@home>");
  }
}
