package dev.roundhouse.orchestrator.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.environment.GitVariables;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of git's variables by its name: handed on, only when asked for, or never. */
class GitVariablesTest {
  private static final List<String> HANDED_ON =
      List.of(
          "SSH SSH_COMMAND SSH_VARIANT ASKPASS SSL_CAINFO SSL_CAPATH SSL_CERT SSL_KEY SSL_NO_VERIFY",
          "SSL_CERT_PASSWORD_PROTECTED SSL_VERSION SSL_CIPHER_LIST PROXY_COMMAND PROXY_SSL_CAINFO",
          "PROXY_SSL_KEY HTTP_USER_AGENT HTTP_LOW_SPEED_LIMIT HTTP_LOW_SPEED_TIME PROTOCOL",
          "HTTP_MAX_REQUESTS HTTP_PROXY_AUTHMETHOD ALLOW_PROTOCOL PROTOCOL_FROM_USER EXEC_PATH",
          "TEMPLATE_DIR TEXTDOMAINDIR ATTR_NOSYSTEM EDITOR SEQUENCE_EDITOR PAGER",
          "AUTHOR_NAME AUTHOR_EMAIL COMMITTER_NAME COMMITTER_EMAIL CONFIG_GLOBAL CONFIG_SYSTEM",
          "CONFIG_NOSYSTEM CONFIG_COUNT CONFIG_KEY_0 CONFIG_VALUE_0 CONFIG_KEY_17 CONFIG_VALUE_17",
          "CONFIG_PARAMETERS LFS_SKIP_SMUDGE LFS_SKIP_PUSH");

  private static final List<String> ONLY_WHEN_ASKED_FOR =
      List.of(
          "TRACE TRACE_PACKET TRACE_SETUP TRACE2 TRACE2_EVENT TRACE_CURL CURL_VERBOSE",
          "REDIRECT_STDIN REDIRECT_STDOUT REDIRECT_STDERR DISCOVERY_ACROSS_FILESYSTEM ATTR_SOURCE",
          "DEFAULT_HASH DEFAULT_REF_FORMAT TEST_SPLIT_INDEX EXTERNAL_DIFF DIFF_OPTS OPTIONAL_LOCKS",
          "ADVICE AUTHOR_DATE COMMITTER_DATE REFLOG_ACTION INDEX_VERSION MERGE_VERBOSITY FLUSH",
          "NOTES_REF NOTES_DISPLAY_REF PAGER_IN_USE MERGE_AUTOEDIT HTTP_TOKEN LFS_TOKEN",
          "COMMIT BRANCH URL SOMETHING_YET_TO_COME");

  private static final List<String> NEVER =
      List.of(
          "DIR WORK_TREE IMPLICIT_WORK_TREE COMMON_DIR INDEX_FILE PREFIX NAMESPACE CONFIG",
          "OBJECT_DIRECTORY ALTERNATE_OBJECT_DIRECTORIES QUARANTINE_PATH GRAFT_FILE SHALLOW_FILE",
          "REPLACE_REF_BASE NO_REPLACE_OBJECTS CEILING_DIRECTORIES INTERNAL_SUPER_PREFIX",
          "LITERAL_PATHSPECS GLOB_PATHSPECS NOGLOB_PATHSPECS ICASE_PATHSPECS");

  @TempDir Path temporary;

  private static List<String> names(List<String> lines) {
    return lines.stream()
        .flatMap(each -> List.of(each.split(" ")).stream())
        .map("GIT_"::concat)
        .toList();
  }

  private static Map<String, String> all() {
    Map<String, String> all = new HashMap<>(Map.of("PATH", "/bin"));
    for (List<String> each : List.of(HANDED_ON, ONLY_WHEN_ASKED_FOR, NEVER)) {
      names(each).forEach(name -> all.put(name, "x"));
    }
    return all;
  }

  @Test
  void whatSaysHowGitIsReachedAndConfiguredIsHandedOnAndTheRestIsNot() {
    for (Optional<List<String>> allowed :
        List.of(Optional.<List<String>>empty(), Optional.of(List.of("MODE")))) {
      ChildEnvironment environment = new ChildEnvironment(all(), allowed);
      for (Map<String, String> each : List.of(environment.plain(), environment.forGates())) {
        assertThat(each)
            .containsKeys(names(HANDED_ON).toArray(String[]::new))
            .doesNotContainKeys(names(ONLY_WHEN_ASKED_FOR).toArray(String[]::new))
            .doesNotContainKeys(names(NEVER).toArray(String[]::new));
      }
    }
  }

  @Test
  void whatIsAskedForByNameIsHandedOnButNothingThatBelongsToOneRepository() {
    ChildEnvironment environment = new ChildEnvironment(all(), Optional.of(List.of("GIT_*")));

    assertThat(environment.plain())
        .containsKeys(names(HANDED_ON).toArray(String[]::new))
        .containsKeys(names(ONLY_WHEN_ASKED_FOR).toArray(String[]::new))
        .doesNotContainKeys(names(NEVER).toArray(String[]::new));
  }

  @Test
  void whatIsNotHandedOnIsToldWhereItCanBeAskedFor() {
    ChildEnvironment environment = new ChildEnvironment(all(), Optional.empty());

    assertThat(environment.withheld()).containsExactly("GIT_HTTP_TOKEN", "GIT_LFS_TOKEN");
    assertThat(environment.unknown())
        .contains("GIT_TRACE", "GIT_COMMIT", "GIT_SOMETHING_YET_TO_COME")
        .doesNotContain("GIT_HTTP_TOKEN")
        .doesNotContainAnyElementsOf(names(NEVER));
  }

  @Test
  void everythingGitItselfTakesForOneRepositoryIsNeverHandedOn() {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    List<String> local =
        git.git("rev-parse", "--local-env-vars")
            .lines()
            .filter(name -> !name.matches("GIT_CONFIG_(COUNT|PARAMETERS)"))
            .toList();

    assertThat(local).contains("GIT_DIR").allMatch(GitVariables::never);
    assertThat(local).noneMatch(GitVariables::handedOn);
  }
}
