package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.SyncReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever of git's own files is damaged or gone: the run goes on, and nobody's work is lost. */
@Tag("slow")
class DamagedGitFilesTest extends MisledGitFixture {
  private static final String GONE = "rm \"$C\"";

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
                each.startsWith("while A-1 was worked on, git could no longer run with " + config)
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
                    "while A-1 was worked on, git could no longer run with "
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
    parts.request.steps(
        step -> {
          if (phase == Phase.PREPARE && step == Checkpoint.MOVED) {
            remove.run();
          }
        });

    RunReport report = parts.build().run();

    assertThat(removed).isTrue();
    assertThat(report.landed()).isEqualTo(3);
    assertThat(told).contains("A-1 starts over: its worktree was removed before the agent began");
  }

  @Test
  void commitsThatOnlyADeletedRecordLedToAreKept() throws Exception {
    RunReport report =
        run(
            git,
            first(
                "git add -A; git -c user.name=x -c user.email=x@y commit -qm 'first of two'\n"
                    + "echo y >y; git add y; git -c user.name=x -c user.email=x@y commit -qm"
                    + " second\n"
                    + "rm -r \"$(git rev-parse --absolute-git-dir)\""));

    assertThat(report.landed()).isEqualTo(2);
    assertThat(git.subjects("refs/roundhouse/work/a-1/1/lost-1"))
        .containsSubsequence("second", "first of two");
    assertThat(git.show("refs/roundhouse/work/a-1/1/lost-1", "A-1.txt")).isEqualTo("x");
  }

  @Test
  void aConfigurationThatEndsWithinAKeyIsNamed() throws Exception {
    Path config = git.root().resolve(".git/config");
    Files.writeString(config, "[core]\n\tbare = false\n\trepositoryfo");

    assertThatThrownBy(() -> run(git, "echo x >x\n"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("the configuration in " + git.root().resolve(".git"));
  }
}
