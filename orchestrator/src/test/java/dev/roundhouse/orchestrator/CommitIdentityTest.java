package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose names stand in the commits of a run: real git, real runs. */
class CommitIdentityTest {
  private static final String EDIT = "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";
  private static final String BOTH = "Writer <writer@example.org> / Bot <bot@example.org>";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    environment.put("GIT_AUTHOR_NAME", "Writer");
    environment.put("GIT_AUTHOR_EMAIL", "writer@example.org");
    environment.put("GIT_COMMITTER_NAME", "Bot");
    environment.put("GIT_COMMITTER_EMAIL", "bot@example.org");
  }

  private RunReport run(String agent, String more) throws Exception {
    git.write("roundhouse.yaml", "agent: '" + git.script("agent", agent) + "'\n" + more);
    git.issue("A-1").commitAll("backlog");
    return git.configuredOrchestrator(environment).build().run();
  }

  private String names(String commit) {
    return git.git("log", "-1", "--format=%an <%ae> / %cn <%ce>", commit);
  }

  @Test
  void aLandingAndTheWorkThatIsKeptBearBothNamesOfTheUser() throws Exception {
    assertThat(run(EDIT, "").isComplete()).isTrue();

    assertThat(names("main")).isEqualTo(BOTH);
    assertThat(names("refs/roundhouse/work/a-1/1/dirty")).isEqualTo(BOTH);
    assertThat(git.git("fsck", "--strict", "--no-dangling")).doesNotContain("error");
  }

  @Test
  void whatAnAgentCommitsBearsThemAndSoDoesItsSquash() throws Exception {
    String commit = EDIT + "git add -A\ngit commit -qm work\n";

    assertThat(run(commit, "landing: {style: squash}\n").isComplete()).isTrue();

    assertThat(names("refs/roundhouse/work/a-1/1/head")).isEqualTo(BOTH);
    assertThat(names("main")).isEqualTo(BOTH);
  }

  @Test
  void whatTheUserCommitsMeanwhileIsTakenInUnderThem() throws Exception {
    String user = "git -C " + git.root() + " -c user.name=U commit -q --allow-empty -m theirs\n";
    String gate =
        git.script(
            "gate",
            "[ ! -e A-1.txt ] || [ -e \"$HOME/once\" ] || { touch \"$HOME/once\"\nenv -u GIT_DIR "
                + user.strip()
                + "; }\n");

    assertThat(run(EDIT, "gate: '" + gate + "'\n").isComplete()).isTrue();

    assertThat(git.subjects("main").get(0)).contains("main");
    assertThat(git.git("log", "--format=%an <%ae> / %cn <%ce>", "--grep=Roundhouse-", "main"))
        .isEqualTo(BOTH + "\n" + BOTH);
  }

  @Test
  void whatAnAgentConfiguresChangesNothingOfThem() throws Exception {
    environment.keySet().removeIf(name -> name.startsWith("GIT_AUTHOR"));
    git.git("config", "author.name", "Ann");

    run("git config user.name Test\ngit config author.name Test\n" + EDIT, "");

    assertThat(names("main")).isEqualTo("Ann <tess@example.org> / Bot <bot@example.org>");
  }

  @Test
  void aNameWithNothingInItBreaksNeitherTheRunNorACommit() throws Exception {
    environment.put("GIT_AUTHOR_NAME", "");
    environment.put("GIT_COMMITTER_NAME", "Bot <\n");
    environment.put("GIT_AUTHOR_DATE", "never");

    assertThat(run(EDIT + "git add -A\ngit commit -qm work\n", "").isComplete()).isTrue();

    String names = "Roundhouse <roundhouse@localhost> / Bot <bot@example.org>";
    assertThat(names("main")).isEqualTo(names);
    assertThat(names("refs/roundhouse/work/a-1/1/head")).isEqualTo(names);
    assertThat(git.git("fsck", "--strict", "--no-dangling")).doesNotContain("error");
  }
}
