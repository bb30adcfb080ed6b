package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.git.GitMaintenance;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever git is made to believe of where its working tree is: nothing is written there, nobody's
 * work is lost, and the run says what leads git elsewhere.
 */
@Tag("slow")
class MisledGitTest {
  private static final String GONE = "rm \"$C\"";
  private static final String EXTENSION = "git config extensions.worktreeConfig true\n";

  @TempDir Path temporary;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private GitFixture git;
  private Path victim;

  @BeforeEach
  void makeRepository() throws Exception {
    git = GitFixture.in(temporary.resolve("project"));
    git.write(".gitignore", "*.ignored\n").issue("A-1").issue("B-1").issue("C-1").commitAll("all");
    git.write("mine.txt", "untracked\n").write("mine.ignored", "ignored\n");
    victim = Files.createDirectories(temporary.resolve("victim"));
    Files.writeString(victim.resolve("precious.txt"), "v\n");
  }

  private RunReport run(GitFixture of, String agent) throws Exception {
    return run(of, RunOptions.builder().agent(of.agent(agent)).workers(1).attempts(1).build());
  }

  private RunReport run(GitFixture of, RunOptions options) throws Exception {
    return of.orchestrator().options(options).listener(this::hear).build().run();
  }

  private void hear(RunEvent event) {
    if (event instanceof RunEvent.Noticed noticed) {
      told.add(noticed.message());
    } else if (event instanceof RunEvent.TargetWaits waits) {
      told.add(waits.reason());
    }
  }

  private static String first(String damage) {
    return "echo x >$ROUNDHOUSE_ISSUE_ID.txt\nif [ $ROUNDHOUSE_ISSUE_ID = A-1 ]; then\n"
        + damage
        + "\nfi\n";
  }

  private void assertNothingIsHarmed() {
    assertThat(victim.toFile().list()).containsExactly("precious.txt");
    assertThat(git.root().resolve("mine.txt")).hasContent("untracked");
    assertThat(git.root().resolve("mine.ignored")).hasContent("ignored");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", EXTENSION})
  void aKeyThatNamesAnotherWorkingTreeLeadsNobodyThere(String extension) throws Exception {
    RunReport report = run(git, first(extension + "git config core.worktree '" + victim + "'"));

    assertNothingIsHarmed();
    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("refs/roundhouse/tip/main"))
        .containsExactlyInAnyOrder("A-1", "B-1", "C-1");
    assertThat(git.landed("main")).isEmpty();
    assertThat(told)
        .anyMatch(each -> each.startsWith("while A-1 was worked, config (core.worktree"))
        .anyMatch(
            each ->
                each.contains("core.worktree is " + victim)
                    && each.contains(git.root().resolve(".git/config") + " (last changed 2"));

    git.git("config", "--file", git.root() + "/.git/config", "--unset", "core.worktree");
    git.orchestrator().build().sync(SyncReport.Mode.ASK);
    assertThat(git.landed("main")).hasSize(3);
    assertThat(git.root().resolve("C-1.txt")).hasContent("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", EXTENSION})
  void aKeyThatCallsTheRepositoryBareStopsNobody(String extension) throws Exception {
    RunReport report = run(git, first(extension + "git config core.bare true"));

    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.git("rev-parse", "refs/heads/main"))
        .as("a branch that is checked out is never moved without its files")
        .isEqualTo(git.git("rev-parse", "refs/roundhouse/synced/main"));
    assertThat(git.landed("main")).isEmpty();
    assertThat(told)
        .anyMatch(each -> each.contains("core.bare"))
        .anyMatch(each -> each.contains("core.bare is true in " + git.root()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf '\\377\\376' >.git",
        "printf 'gitdir: /a\\0b' >.git",
        "printf '\\377\\376' >$OWN/commondir",
        "rm $OWN/gitdir && mkdir $OWN/gitdir",
        "rm -f $OWN/logs/HEAD && mkdir -p $OWN/logs/HEAD",
        "rm $OTHER/gitdir && mkdir $OTHER/gitdir",
        "printf '\\377\\376' >$OTHER/gitdir",
        "printf '/a\\0b' >$OTHER/gitdir",
        "rm $OTHER/HEAD && mkdir $OTHER/HEAD",
        "printf '\\377\\376' >$OTHER/HEAD",
        "mkdir $OTHER/rebase-merge && printf '\\377' >$OTHER/rebase-merge/head-name",
        "touch $OTHER/../file",
      })
  void whatIsNoRecordOfAWorktreeSaysNothingAndEndsNobodysRun(String damage) throws Exception {
    git.git("worktree", "add", "-q", "-b", "mine", temporary.resolve("mine").toString());
    String places =
        "OWN=$(git rev-parse --absolute-git-dir) OTHER=%s\n"
            .formatted(git.root().resolve(".git/worktrees/mine"));

    RunReport report = run(git, first(places + damage));

    assertNothingIsHarmed();
    assertThat(report.landed()).isGreaterThanOrEqualTo(2);
    assertThat(git.landed("main")).contains("B-1", "C-1");
    assertThat(git.git("for-each-ref", "--format=%(refname)", "refs/roundhouse/work/a-1/"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo garbage >$COMMON/index",
        "rm $COMMON/index && mkdir $COMMON/index",
        "echo garbage >$COMMON/roundhouse/follow.note",
      })
  void whatKeepsGitFromTheCheckoutEndsNobodysRunAndWhatLandedWaits(String damage) throws Exception {
    String place = "COMMON=$(git rev-parse --path-format=absolute --git-common-dir)\n";

    RunReport report = run(git, first(place + damage));

    assertNothingIsHarmed();
    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("refs/roundhouse/tip/main")).hasSize(3);
    assertThat(told.stream().filter(each -> each.contains("'roundhouse sync'")))
        .as("it is said once, and not for each that lands")
        .hasSize(1);
  }

  @Test
  void aBranchDoesNotLeaveACheckoutBehindWhoseIndexWasDeleted() throws Exception {
    Path index = git.root().resolve(".git/index");
    String agent = "[ $ROUNDHOUSE_ISSUE_ID != C-1 ] || echo C-1 >README.md\n";

    RunReport report = run(git, agent + first("rm '" + index + "'"));

    assertNothingIsHarmed();
    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "B-1");
    assertThat(git.root().resolve("A-1.txt")).hasContent("x");
    assertThat(told).anyMatch(each -> each.contains("README.md") && each.contains(git.root() + ""));

    git.git("reset", "-q");
    assertThat(git.git("status", "--porcelain")).isEqualTo("?? mine.txt");
    Orchestrator.at(git.root()).environment(git.environment()).build().sync(SyncReport.Mode.ASK);
    assertThat(git.git("status", "--porcelain")).isEqualTo("?? mine.txt");
    assertThat(git.root().resolve("README.md")).hasContent("C-1");
  }

  @Test
  void whatAllWorktreesShareAndNobodyMayReadStopsNoAttempt() throws Exception {
    Path hook = Files.writeString(git.root().resolve(".git/hooks/update"), "exit 0\n");
    Files.setPosixFilePermissions(hook, Set.of());
    assumeThat(Files.isReadable(hook)).as("to the superuser everything is").isFalse();

    RunReport report = run(git, first("chmod 0 $(git rev-parse --git-path info/exclude)"));

    assertThat(report.landed()).isEqualTo(3);
  }

  @Test
  void aRunThatBeginsWhereGitIsLedElsewhereIsRefusedAndSaysWhy() {
    git.git("config", "core.worktree", victim.toString());

    assertThatThrownBy(() -> run(git, "echo x >x\n"))
        .hasMessageContaining("core.worktree is " + victim)
        .hasMessageContaining(".git/config");
    assertNothingIsHarmed();
  }

  @Test
  void aCheckoutThatAKeyCallsBareIsNoBareRepository() {
    git.git("config", "core.bare", "true");

    assertThatThrownBy(() -> run(git, "echo x >x\n"))
        .hasMessageContaining("core.bare is true in " + git.root().resolve(".git/config"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf '<<<<<<< HEAD\\n' >>\"$C\"",
        "printf '[core' >>\"$C\"",
        ": >\"$C\"",
        GONE,
        "rm \"$C\"; mkdir \"$C\"",
        "git config core.repositoryFormatVersion 1; git config extensions.future yes",
        "git config core.repositoryFormatVersion 1; git config extensions.objectFormat sha256",
        "git config core.repositoryFormatVersion 99",
        "git config core.bare maybe",
        "printf '[core]\\n\\tbare = false\\n\\trepositoryfo' >\"$C\""
      })
  void aConfigurationGitCannotRunWithIsPutBackAndTheOthersGoOn(String damage) throws Exception {
    Path config = git.root().resolve(".git/config");
    String before = Files.readString(config);

    RunReport report = run(git, first("C=$(git rev-parse --git-common-dir)/config\n" + damage));

    assertThat(Files.readString(config)).isEqualTo(before);
    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "B-1", "C-1");
    assertThat(told)
        .anyMatch(
            each ->
                each.startsWith("while A-1 was worked, git could no longer run with " + config)
                    && (damage.equals(GONE) || each.contains("shared/replaced/1/config")));
    assertThat(git.root().resolve(".git/config.lock")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo garbage >\"$D/HEAD\"",
        "rm \"$D/HEAD\"",
        ": >\"$D/HEAD\"",
        "mkdir \"$D/x\"; mv \"$D/HEAD\" \"$D/x\"; mv \"$D/x\" \"$D/HEAD\""
      })
  void aHeadGitCannotRunWithIsPutBackAndTheOthersGoOn(String damage) throws Exception {
    RunReport report = run(git, first("D=$(git rev-parse --git-common-dir)\n" + damage));

    assertThat(git.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "B-1", "C-1");
    assertThat(told)
        .anyMatch(
            each ->
                each.startsWith(
                    "while A-1 was worked, git could no longer run with "
                        + git.root().resolve(".git/HEAD")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -r \"$(git rev-parse --git-common-dir)/worktrees\"",
        "cd ..; rm -rf \"$(dirname \"$ROUNDHOUSE_WORKTREE\")\"",
        "rm -f ../*/.git",
        "rm \"$(git rev-parse --git-common-dir)\"/worktrees/*/gitdir",
        "for w in ../*/; do git worktree remove -f -f \"$w\"; done"
      })
  void whatAnAgentDoesToAllWorktreesCostsNoMoreThanItsAttempt(String damage) throws Exception {
    String agent =
        "echo x >$ROUNDHOUSE_ISSUE_ID.txt\n"
            + "if [ $ROUNDHOUSE_ISSUE_ID.$ROUNDHOUSE_ATTEMPT = B-1.1 ]; then\n"
            + damage
            + "\nfi\n";

    RunReport report =
        run(
            git,
            RunOptions.builder()
                .agent(git.agent(agent))
                .gate(Command.parse("true"))
                .workers(2)
                .attempts(3)
                .build());

    assertThat(report.landed()).as(told + " " + report).isEqualTo(3);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "B-1", "C-1");
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"PREPARE", "AGENT"})
  void aWorktreeThatIsRemovedBeforeItsAgentBeginsIsNoFailure(Phase phase) throws Exception {
    Path slot = git.root().resolveSibling("project.roundhouse").resolve("w1");
    AtomicBoolean removed = new AtomicBoolean();
    Runnable remove =
        () -> {
          if (removed.compareAndSet(false, true)) {
            git.git("worktree", "remove", "-f", "-f", slot.toString());
          }
        };
    Orchestrator.Builder parts =
        Orchestrator.at(git.root())
            .environment(git.environment())
            .options(
                RunOptions.builder()
                    .agent(new Command(List.of(git.script("agent", first(":")))))
                    .workers(1)
                    .attempts(1)
                    .build())
            .listener(
                event -> {
                  hear(event);
                  if (phase == Phase.AGENT
                      && event instanceof RunEvent.Entered entered
                      && entered.phase() == phase) {
                    remove.run();
                  }
                });
    parts.steps =
        step -> {
          if (phase == Phase.PREPARE && step == Checkpoint.MOVED) {
            remove.run();
          }
        };

    RunReport report = parts.build().run();

    assertThat(removed).isTrue();
    assertThat(report.landed()).isEqualTo(3);
    assertThat(told).contains("A-1 is redone: its worktree was removed before the agent began");
  }

  @Test
  void commitsThatOnlyADeletedRecordLedToAreKept() throws Exception {
    RunReport report =
        run(
            git,
            first(
                "git add -A; git -c user.name=x -c user.email=x@y commit -qm 'first of two'\n"
                    + "echo y >y; git add y; git -c user.name=x -c user.email=x@y commit -qm second\n"
                    + "rm -r \"$(git rev-parse --absolute-git-dir)\""));

    assertThat(report.landed()).isEqualTo(2);
    assertThat(git.subjects("refs/roundhouse/work/a-1/1/lost-1"))
        .containsSubsequence("second", "first of two");
    assertThat(git.show("refs/roundhouse/work/a-1/1/lost-1", "A-1.txt")).isEqualTo("x");
  }

  @Test
  void aRecordOfTheSlotThatNamesAnotherPlaceIsPutRight() throws Exception {
    RunReport report =
        run(
            git,
            first(
                "echo '"
                    + victim
                    + "/.git' >\"$(git rev-parse --absolute-git-dir)/gitdir\"; git worktree prune\n"));

    assertNothingIsHarmed();
    assertThat(report.landed()).isEqualTo(2);
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "A-1.txt")).isEqualTo("x");
  }

  @Test
  void aSubmoduleThatLeadsGitElsewhereIsNotTakenForUnchanged() throws Exception {
    GitFixture inner = GitFixture.in(temporary.resolve("inner"));
    git.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.root() + "", "sub");
    git.commitAll("sub");
    Files.writeString(victim.resolve("README.md"), "A project.\n");

    RunReport report =
        run(
            git,
            first(
                "echo work >>sub/README.md; rm A-1.txt; git -C sub config core.worktree '"
                    + victim
                    + "'"));

    assertThat(victim.resolve("README.md")).hasContent("A project.");
    assertThat(report.landed()).isEqualTo(2);
    Path aside = git.root().resolveSibling("project.roundhouse").resolve("w1.kept-a-1-1");
    assertThat(aside.resolve("sub/README.md")).hasContent("A project.\nwork");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf $G/logs; ln -s $V/logs $G/logs",
        "rm $G/index; ln -s $V/index $G/index",
        "ln -s $V/ORIG_HEAD $G/ORIG_HEAD",
        "ln -s $V/info $G/info",
        "rm $G/HEAD; ln -s $V/HEAD $G/HEAD",
        "mv $G $G.moved; ln -s $V $G"
      })
  void aLinkInTheRecordOfASlotIsFollowedByNobody(String damage) throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    Path there = other.root().resolve(".git");
    Files.createFile(there.resolve("ORIG_HEAD"));
    Map<String, String> before = contents(there);

    RunReport report =
        run(git, first("G=$(git rev-parse --absolute-git-dir); V='" + there + "'\n" + damage));

    assertThat(contents(there)).isEqualTo(before);
    assertThat(report.landed()).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "logs"})
  void aLinkInTheUsersGitDirectoryIsFollowedByNobody(String name) throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    Path there = other.root().resolve(".git");
    Map<String, String> before = contents(there);
    Path link = git.root().resolve(".git").resolve(name);

    RunReport report =
        run(
            git,
            first("rm -r '" + link + "'; ln -s '" + there.resolve(name) + "' '" + link + "'\n"));

    assertThat(contents(there)).isEqualTo(before);
    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("main")).isEmpty();
    assertThat(told).anyMatch(each -> each.contains(link + " is a link to " + there.resolve(name)));
  }

  private static Map<String, String> contents(Path root) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--squash", "--no-ff", "--no-commit", "--abort", "--nonsense", "-s ours"})
  void optionsTheBranchHasForMergesDoNotChangeHowItFollows(String options) throws Exception {
    git.git("config", "branch.main.mergeOptions", options);

    RunReport report = run(git, "echo x >$ROUNDHOUSE_ISSUE_ID.txt\n");

    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "B-1", "C-1");
    assertThat(git.git("status", "--porcelain")).isEqualTo("?? mine.txt");
  }

  @Test
  void aCommonDirectoryThatKnowsNothingOfTheCheckoutIsNotUsed() throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    Path there = other.root().resolve(".git");
    Map<String, String> before = contents(there);
    Files.writeString(git.root().resolve(".git/commondir"), there + "\n");

    assertThatThrownBy(() -> run(git, "echo x >x\n"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining(git.root().resolve(".git/commondir") + " names a repository");
    assertThat(contents(there)).isEqualTo(before);
  }

  @Test
  void aConfigurationThatEndsWithinAKeyIsNamed() throws Exception {
    Path config = git.root().resolve(".git/config");
    Files.writeString(config, "[core]\n\tbare = false\n\trepositoryfo");

    assertThatThrownBy(() -> run(git, "echo x >x\n"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("the configuration in " + git.root().resolve(".git"));
  }

  @Test
  void garbageCollectionDoesNotDeleteWhatALinkAmongTheRecordsLeadsTo() throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    Path there = other.root().resolve(".git");
    Map<String, String> before = contents(there);
    Path records = Files.createDirectories(git.root().resolve(".git/worktrees"));
    Files.createSymbolicLink(records.resolve("w9"), there);
    git.git("repack", "-q");
    git.write("more", "more").commitAll("more").git("repack", "-q");
    git.git("config", "gc.autoPackLimit", "1");

    try (Repository repository = Repository.open(git.root())) {
      new GitMaintenance(repository).run();
    }

    assertThat(contents(there)).isEqualTo(before);
  }

  @Test
  void recordsThatWereMovedElsewhereAreNamedAndWorkGoesOnOnceTheyAreBack() throws Exception {
    Path records = git.root().resolve(".git/worktrees");
    Path moved = temporary.resolve("moved");
    String damage = "mv '" + records + "' '" + moved + "'; ln -s '" + moved + "' '" + records + "'";

    assertThatThrownBy(() -> run(git, first(damage)))
        .hasMessageContaining(records + " is a link to " + moved);

    Files.delete(records);
    Files.move(moved, records);
    assertThat(run(git, "echo x >$ROUNDHOUSE_ISSUE_ID.txt\n").landed()).isEqualTo(2);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("B-1", "C-1");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "A-1.txt")).isEqualTo("x");
  }
}
