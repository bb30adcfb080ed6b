package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is copied or linked into worktrees is ours: no work, no change, no line in .gitignore. */
@Tag("slow")
class SuppliedFilesTest {
  private static final String EDIT = "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  private final List<String> told = new ArrayList<>();
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").commitAll("backlog");
  }

  private RunReport run(String agent, String yaml) throws Exception {
    git.write(
        "roundhouse.yaml",
        "agent: '" + git.script("agent", agent) + "'\nworkers: 1\nattempts: 1\n" + yaml);
    return git.configuredOrchestrator(git.environment())
        .listener(
            event -> {
              if (event instanceof RunEvent.Noticed notice) {
                told.add(notice.message());
              }
            })
        .build()
        .run();
  }

  private List<String> files(String commit) {
    return git.git("ls-tree", "-r", "--name-only", commit).lines().toList();
  }

  private String home(String name) throws IOException {
    return Files.readString(git.home().resolve(name));
  }

  private String gate(String body) {
    return "gate: '" + git.script("gate", body) + "'\n";
  }

  @Test
  void linksAndCopiesNeedNoRuleAndAreNotTheAgentsChange() throws Exception {
    git.write("node_modules/x/i.js", "m").write(".env", "E=1").write("conf/a b[1].key", "k");

    RunReport report =
        run(
            "cat node_modules/x/i.js .env 'conf/a b[1].key' >\"$HOME/seen\"\n"
                + "git status --porcelain >\"$HOME/status\"\n"
                + EDIT
                + "git add -A\ngit commit -q -m work\n",
            "link: [node_modules]\ncopy: [.env, 'conf/a b[1].key']\n");

    assertThat(report.isComplete()).as(report + " " + told).isTrue();
    assertThat(home("seen")).isEqualTo("mE=1k");
    assertThat(home("status")).isEmpty();
    assertThat(files("main")).contains("A-1.txt").doesNotContain("node_modules", ".env");
    assertThat(git.subjects("main^2")).contains("work");
    assertThat(git.read("node_modules/x/i.js")).isEqualTo("m");
  }

  @Test
  void theUsualRuleWithASlashDoesNotMatter() throws Exception {
    git.write(".gitignore", "node_modules/\n").commitAll("rules");
    git.write("node_modules/x", "m");

    assertThat(run("cat node_modules/x\n" + EDIT, "link: [node_modules/]\n").isComplete()).isTrue();
    assertThat(files("main")).doesNotContain("node_modules");
  }

  @Test
  void anAgentThatTouchesOnlyWhatIsPlacedHasChangedNothing() throws Exception {
    git.write(".env", "E=1").write("lib/a", "1");

    RunReport report = run("echo E=2 >.env\necho 2 >lib/a\nrm lib/a\n", "copy: [.env, lib]\n");

    assertThat(report.issues().get(0).status()).isEqualTo("no-change");
    assertThat(git.read(".env") + git.read("lib/a")).isEqualTo("E=11");
  }

  @Test
  void whatIsCommittedByForceDoesNotReachTheTarget() throws Exception {
    git.write(".env", "PASS=secret").write("node_modules/x", "m");

    RunReport report =
        run(
            EDIT + "git add -f .env node_modules A-1.txt\ngit commit -q -m forced\n",
            "copy: [.env]\nlink: [node_modules]\n");

    assertThat(report.isComplete()).as(report + " " + told).isTrue();
    assertThat(git.git("log", "--format=%H", "main", "--", ".env", "node_modules")).isEmpty();
    assertThat(files("main")).contains("A-1.txt");
    assertThat(told).anyMatch(each -> each.contains("lands as one commit without that"));
  }

  @Test
  void whatTheProjectHasIsNotReplaced() {
    git.write("config.yml", "a: 1").commitAll("a tracked file");

    assertThatThrownBy(() -> run(EDIT, "copy: [config.yml]\n"))
        .hasMessageContaining("config.yml", "the project has a file");
  }

  @Test
  void nothingOutsideTheCheckoutIsSuppliedOrWritten() throws Exception {
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "s");
    git.write(".gitignore", "data\nthere\n").commitAll("rules");
    Files.createSymbolicLink(git.root().resolve("data"), outside);
    for (String each :
        List.of("../outside/secret", "data/secret", ".git/config", ".", "/etc/passwd")) {
      assertThatThrownBy(() -> run(EDIT, "copy: ['" + each + "']\n"))
          .as(each)
          .hasMessageContaining("copies or links " + each);
    }
    git.git("rm", "-q", ".gitignore");
    Files.delete(git.root().resolve("data"));
    Files.createSymbolicLink(git.root().resolve("there"), outside);
    git.commitAll("a link in the tree");
    Files.delete(git.root().resolve("there"));
    git.write("there/new/file", "f");

    assertThatThrownBy(() -> run(EDIT, "copy: [there/new/file]\n"))
        .hasMessageContaining("symbolic link is in its way");
    assertThat(outside).isDirectoryContaining(each -> each.endsWith("secret"));
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void whatWorktreeincludeNamesAndGitIgnoresIsCopied() throws Exception {
    git.write(".gitignore", ".env*\n*.key\nnode_modules/\n");
    git.write(
        ".worktreeinclude", "# local settings\n.env*\n!.env.prod\n/config/*.key\nnotes.txt\n");
    git.commitAll("rules");
    git.write(".env", "1").write("apps/.env.local", "2").write(".env.prod", "3");
    git.write("config/a.key", "4").write("b.key", "5").write("notes.txt", "not ignored");
    String look =
        "find . -name '.env*' -o -name '*.key' -o -name notes.txt | sort >\"$HOME/seen\"\n";

    assertThat(run(look + EDIT, "").isComplete()).isTrue();
    assertThat(home("seen").lines())
        .containsExactly("./.env", "./apps/.env.local", "./config/a.key");

    git.issue("A-2");
    assertThat(run(look + EDIT, "copy: [b.key]\n").isComplete()).isTrue();
    assertThat(home("seen").lines())
        .as("the configuration says otherwise")
        .containsExactly("./b.key");
  }

  @Test
  void worktreeincludeDoesNotLeadOut() throws Exception {
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "s");
    git.write(".gitignore", "data\nhere\n")
        .write(".worktreeinclude", "data\n../outside/*\n/etc/*\n");
    git.commitAll("rules");
    Files.createSymbolicLink(git.root().resolve("data"), outside);

    assertThat(run("ls -l data | head -1 >\"$HOME/seen\"\n" + EDIT, "").isComplete()).isTrue();

    assertThat(home("seen")).as("a link stays a link").startsWith("l");
    assertThat(files("main")).doesNotContain("data");
  }

  @Test
  void gatesGetTheirOwnAndAVerdictEndsWithThem() throws Exception {
    git.write(".gitignore", "deps\n.env\n").commitAll("rules");
    git.write("deps/one", "1").write(".env", "A=1");
    String yaml =
        gate("echo x >>\"$HOME/gated\"\ntest -e made\ncat .env deps/one\n")
            + "copy: {gates: [.env]}\nlink: {gates: [deps]}\nsetup: {gates: '"
            + git.script("prepare", "echo x >>\"$HOME/prepared\"\ntouch made\n")
            + "'}\n";

    assertThat(run("test ! -e .env\ntest ! -e deps\n" + EDIT, yaml).isComplete()).isTrue();
    assertThat(home("gated").lines()).hasSize(2);
    assertThat(home("prepared").lines()).hasSize(2);

    for (Object[] change :
        new Object[][] {
          {"A-2", "x", "", 3}, {"A-3", ".env", "A=2", 5}, {"A-4", "deps/two", "", 7}
        }) {
      git.write((String) change[1], (String) change[2]).issue((String) change[0]);
      assertThat(run(EDIT, yaml).isComplete()).isTrue();
      assertThat(home("gated").lines()).as((String) change[0]).hasSize((int) change[3]);
    }
  }

  @Test
  void aSetupThatFailsOnTheTreeOfOneIssueIsThatIssuesFault() throws Exception {
    git.issue("A-2").commitAll("more");
    String yaml =
        gate("true\n") + "setup: {gates: '" + git.script("prepare", "test ! -e A-1.txt\n") + "'}\n";

    RunReport report = run(EDIT, yaml);

    assertThat(git.landed("main")).containsExactly("A-2");
    assertThat(report.issues().get(0).reason()).contains("the gate's setup exited with 1");
  }

  @Test
  void aRepositoryUnderGitCryptIsWorked() throws Exception {
    String filter =
        git.script(
            "crypt",
            "[ -e \"$(git rev-parse --git-dir)/git-crypt/keys\" ] || exit 1\ntr a-y b-z\n");
    git.git("config", "filter.git-crypt.smudge", filter);
    git.git("config", "filter.git-crypt.clean", filter.replace("crypt", "plain"));
    git.script("plain", "tr b-z a-y\n");
    git.git("config", "filter.git-crypt.required", "true");
    git.write(".git/git-crypt/keys", "k").write(".gitattributes", "*.key filter=git-crypt\n");
    git.write("a.key", "secret").commitAll("encrypted");
    assertThat(git.git("cat-file", "-p", "HEAD:a.key")).isNotEqualTo("secret");
    git.issue("A-2", "blocked_by: [A-1]");

    RunReport report = run("cat a.key >>\"$HOME/seen\"\n" + EDIT, gate("grep -q secret a.key\n"));

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(home("seen")).as("also in a worktree that is used again").isEqualTo("secretsecret");
    assertThat(git.read("a.key")).isEqualTo("secret");
  }
}
