package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.RunReport.Ending;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Objects that are deleted under a run, as by a {@code git gc --prune=now} that had looked before
 * they were behind a ref: what can be made again is, and nothing that is not whole is relied on.
 */
@Tag("slow")
class VanishingObjectsTest {
  private static final String CANDIDATE = "refs/roundhouse/work/a-1/1/candidate";

  /** Deletes one loose object, for agents. */
  private static final String VANISH =
      """
      vanish() {
        id=$(git rev-parse "$1")
        rm -f "$(git rev-parse --git-common-dir)/objects/$(echo "$id" | cut -c1-2)/$(echo "$id" | cut -c3-)"
      }
      """;

  /** Old enough for git to believe its index that it need not read the file again. */
  private static final String WORK =
      "mkdir src\necho work >src/work.txt\ntouch -d '1 hour ago' src/work.txt\n";

  private static final String COMMIT = "git add -A\ngit commit -q -m work\n";

  @TempDir Path temporary;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final Set<Checkpoint> done =
      Collections.synchronizedSet(EnumSet.noneOf(Checkpoint.class));
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").commitAll("backlog");
  }

  /** Runs with one attempt an issue; {@code once} is done when {@code step} is done first. */
  private RunReport run(String agent, Checkpoint step, Consumer<GitFixture> once) throws Exception {
    Orchestrator.Builder parts =
        git.orchestrator()
            .options(
                RunOptions.builder()
                    .agent(git.agent(VANISH + agent))
                    .gate(git.gate("[ ! -d src ] || test -s src/work.txt"))
                    .attempts(1)
                    .build())
            .listener(
                event -> {
                  if (event instanceof RunEvent.Noticed noticed && noticed.warning()) {
                    warnings.add(noticed.message());
                  }
                });
    parts.request.steps(
        each -> {
          if (each == step && done.add(each)) {
            once.accept(git);
          }
        });
    return parts.build().run();
  }

  private RunReport run(String agent) throws Exception {
    return run(agent, Checkpoint.CLAIMED, none -> {});
  }

  private void requireLandedAndWhole(RunReport report) {
    assertThat(report.ending()).isEqualTo(Ending.FINISHED);
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.show("main", "src/work.txt")).isEqualTo("work");
    requireWhole();
  }

  private void requireWhole() {
    assertThat(git.git("fsck", "--no-dangling").lines())
        .noneMatch(line -> line.contains("missing") || line.contains("invalid"));
    git.git("gc", "--quiet", "--prune=now"); // which fails where something is missing
  }

  private void vanish(String object) {
    String id = git.git("rev-parse", object);
    Path file = git.root().resolve(".git/objects").resolve(id.substring(0, 2));
    try {
      Files.delete(file.resolve(id.substring(2)));
    } catch (IOException notThere) {
      throw new UncheckedIOException(notThere);
    }
  }

  @Test
  void aCandidateThatIsDeletedBeforeItIsBehindARefIsBuiltAgain() throws Exception {
    requireLandedAndWhole(run(WORK, Checkpoint.BUILT, each -> each.git("prune", "--expire=now")));
  }

  @ParameterizedTest
  @CsvSource({
    "KEPT, ''",
    "KEPT, ^{tree}",
    "KEPT, :issues",
    "KEPT, :issues/A-1.md",
    "JUDGED, ''",
    "JUDGED, ^{tree}",
    "JUDGED, :issues",
    "JUDGED, :issues/A-1.md"
  })
  void aCandidateThatIsNotWholeIsBuiltAgainBeforeItsGateAndBeforeItLands(
      Checkpoint step, String part) throws Exception {
    requireLandedAndWhole(run(WORK, step, each -> vanish(CANDIDATE + part)));

    assertThat(git.git("rev-parse", "main^2")).isEqualTo(git.git("rev-parse", head()));
  }

  private String head() {
    return "refs/roundhouse/work/a-1/1/dirty";
  }

  @ParameterizedTest
  @EnumSource(
      value = Checkpoint.class,
      names = {"HARVESTED", "ENDED", "KEPT", "JUDGED"})
  void workOfWhichNothingIsLeftIsDoneAgainAndThatIsNoFailure(Checkpoint step) throws Exception {
    RunReport report = run(WORK, step, each -> vanish(head() + ":src/work.txt"));

    requireLandedAgain(report);
    assertThat(warnings).anyMatch(line -> line.startsWith("A-1 starts over: objects of its"));
  }

  private void requireLandedAgain(RunReport report) {
    requireWhole();
    assertThat(report.ending()).isEqualTo(Ending.FINISHED);
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.show("main", "src/work.txt")).isEqualTo("work");
  }

  @Test
  void whatVanishesOfTheAgentsOwnCommitIsMadeAgainFromItsFiles() throws Exception {
    requireLandedAndWhole(run(WORK + COMMIT + "vanish HEAD:src/work.txt\n"));

    assertThat(git.git("log", "-1", "--format=%s", "main^2")).isEqualTo("work");
    assertThat(warnings).isEmpty();
  }

  @Test
  void whatVanishesOfTheIndexIsMadeAgainFromItsFiles() throws Exception {
    requireLandedAndWhole(run(WORK + "git add -A\ngit write-tree\nvanish :src/work.txt\n"));

    assertThat(warnings).isEmpty();
  }

  @Test
  void whereTheLastCommitIsGoneTheFilesAreKeptUponTheOneBefore() throws Exception {
    requireLandedAndWhole(run("echo 1 >one\n" + COMMIT + WORK + COMMIT + "vanish HEAD\n"));

    assertThat(git.git("log", "-1", "--format=%s", "main^2^")).isEqualTo("work");
    assertThat(git.git("log", "-1", "--format=%s", "main^2")).isEqualTo("Work on A-1");
    assertThat(git.show("main", "one")).isEqualTo("1");
    assertThat(warnings)
        .anyMatch(
            line -> line.matches("while A-1 was worked on, objects of its commit .* deleted.*"));
  }

  @Test
  void whereACommitOnTheWayCannotBeMadeAgainTheFilesAreKeptUponTheBase() throws Exception {
    requireLandedAndWhole(
        run("echo 1 >one\n" + COMMIT + "echo 2 >one\n" + WORK + COMMIT + "vanish HEAD~1:one\n"));

    assertThat(git.git("log", "-1", "--format=%s", "main^2^")).isEqualTo("backlog");
    assertThat(git.show("main", "one")).isEqualTo("2");
  }

  @Test
  void aCommitItWentBackFromThatIsNotWholeIsToldAndNotKept() throws Exception {
    requireLandedAndWhole(
        run("echo 1 >one\n" + COMMIT + "git reset -q --hard HEAD~1\nvanish HEAD@{1}:one\n" + WORK));

    assertThat(git.git("for-each-ref", "refs/roundhouse/work/a-1/1/lost-1")).isEmpty();
    assertThat(warnings)
        .anyMatch(line -> line.contains("a commit that the agent had made and then dropped"));
  }

  @Test
  void aWorktreeThatCannotBeSavedWholeIsPutAsideAndTheRunGoesOn() throws Exception {
    String hides = "git update-index --skip-worktree src/work.txt\nrm src/work.txt\n";

    RunReport report = runWithAnother(WORK + COMMIT + "vanish HEAD:src/work.txt\n" + hides);

    assertPutAside(report, "its index cannot be written (error: invalid object 100644");
  }

  @Test
  void aWorktreeOfWhichSomethingVanishesAgainAndAgainIsPutAsideInTheEndAndTheRunGoesOn()
      throws Exception {
    String slot = "git -C $(cat slot) ";
    Process prune =
        prune(
            head(),
            slot
                + "update-index --skip-worktree src/work.txt\nrm $(cat slot)/src/work.txt\nvanish "
                + head()
                + ":src/work.txt\n");

    RunReport report =
        runWithAnother(
            "echo 1 >one\n"
                + COMMIT
                + "git reset -q --hard HEAD~1\n"
                + WORK
                + "git add -A\npwd >$(git rev-parse --git-common-dir)/slot\n");

    Patience.exitCode(prune);
    assertPutAside(report, "git deleted what was being saved again and again");
    String refs = "refs/roundhouse/work/a-1/1/";
    assertThat(git.git("for-each-ref", refs, "--format=%(refname)").lines())
        .containsExactly(refs + "head", refs + "lost-1");
    assertThat(git.git("rev-parse", refs + "head")).isEqualTo(git.git("rev-parse", "main~1"));
    assertThat(git.show(refs + "lost-1", "one")).isEqualTo("1");
    assertThat(warnings).noneMatch(line -> line.contains("objects of its commit"));
  }

  /** Runs {@code agent} for A-1, and beside it another that just works. */
  private RunReport runWithAnother(String agent) throws Exception {
    git.issue("A-2").commitAll("another");
    return run(
        "if [ $ROUNDHOUSE_ISSUE_ID = A-1 ]; then\n"
            + agent
            + "else\nmkdir src\necho other >src/work.txt\nfi\n");
  }

  private void assertPutAside(RunReport report, String why) {
    assertThat(report.ending()).isEqualTo(Ending.FINISHED);
    assertThat(git.landed("main")).containsExactly("A-2");
    String reason =
        report.issues().stream()
            .filter(each -> each.id().value().equals("A-1"))
            .map(IssueResult::reason)
            .findFirst()
            .orElseThrow();
    assertThat(reason).startsWith(why);
    Path aside = Path.of(reason.substring(reason.lastIndexOf(" /") + 1));
    assertThat(aside.getFileName().toString()).endsWith(".kept-a-1-1");
    assertThat(aside.resolve("issues/A-1.md")).exists();
    requireWhole();
  }

  @Test
  void whatTheUserCommittedIsNotTakenInWhereItIsNotWhole() throws Exception {
    RunReport report =
        run(
            WORK,
            Checkpoint.HARVESTED,
            each -> {
              each.write("users.txt", "users\n").commitAll("users");
              vanish("main:users.txt");
            });

    assertThat(report.ending()).isEqualTo(Ending.HELD);
    assertThat(warnings)
        .anyMatch(line -> line.contains("objects of what was committed to main are missing"));
    assertThat(git.git("rev-parse", "refs/roundhouse/tip/main"))
        .isEqualTo(git.git("rev-parse", "main~1"));
  }

  @Test
  void whoStillDeletesIsWaitedFor() throws Exception {
    String deletes = "vanish " + head() + ":src/work.txt\nvanish " + head() + "^{tree}\n";
    Process prune = prune(head(), deletes);

    RunReport report = run(WORK);

    Patience.exitCode(prune);
    requireLandedAndWhole(report);
    assertThat(warnings).isEmpty();
  }

  /** It is started under the name of git, waits for the ref, and deletes what it had not seen. */
  private Process prune(String ref, String deletes) throws IOException {
    Path tools = Files.createDirectories(temporary.resolve("tools"));
    Files.createSymbolicLink(tools.resolve("git"), Path.of("/bin/bash"));
    git.write(
        ".git/prune",
        VANISH
            + "until git rev-parse -q --verify "
            + ref
            + "; do sleep 0.01; done\nsleep 0.5\n"
            + deletes);
    ProcessBuilder builder =
        new ProcessBuilder(tools.resolve("git").toString(), "prune")
            .directory(git.root().resolve(".git").toFile());
    builder.environment().putAll(git.environment());
    return builder.redirectErrorStream(true).start();
  }
}
