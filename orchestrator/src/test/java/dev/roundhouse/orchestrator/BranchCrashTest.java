package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that leaves work on a branch, and pushes it, is halted right after each step of that; in
 * half of the cases the user then commits, so that the candidate must be built anew. The next run
 * carries on with the same branch, as {@code docs/internals/crashes.md} says.
 */
@Tag("slow")
class BranchCrashTest {
  private static final String NOTHING = "nothing";
  private static final String COMMITS = "the user commits";
  private static final String HEAD =
      "| form | step done | then | the ledger says | agents started by the next run | branches | on"
          + " the remote |\n"
          + "|---|---|---|---|---|---|---|\n";
  private static final List<Checkpoint> STEPS =
      List.of(Checkpoint.INTENDED, Checkpoint.LEFT, Checkpoint.PUSHED, Checkpoint.BRANCHED);

  @TempDir Path temporary;

  @Test
  void eachStepOfABranchHasTheFateThatTheDocumentSays() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (String form : List.of("branch", "push")) {
      for (Checkpoint step : STEPS) {
        if (form.equals("push") || step != Checkpoint.PUSHED) {
          rows.append(row(form, step, NOTHING)).append(row(form, step, COMMITS));
        }
      }
    }
    CrashHarness.requireTable(HEAD, rows.toString());
  }

  private String row(String form, Checkpoint step, String then) throws Exception {
    String name = form + " " + step.word() + ", " + then;
    GitFixture git = repository(form + step + then.length());
    halt(git, form, step);
    String status = CrashHarness.status(git, "A-1");
    int before = CrashHarness.worked(git);
    if (then.equals(COMMITS)) {
      git.write("more", "x\n").commitAll("the user's");
    }

    parts(git, form).build().run();

    assertThat(CrashHarness.status(git, "A-1")).as(name).isEqualTo("branched");
    assertThat(git.show("roundhouse/a-1", "work.txt")).as(name).isEqualTo("y");
    boolean anew = then.equals(COMMITS) && step != Checkpoint.BRANCHED;
    assertThat(git.git("ls-tree", "--name-only", "roundhouse/a-1").contains("more"))
        .as(name)
        .isEqualTo(anew);
    if (form.equals("push")) {
      assertThat(onRemote(git)).as(name).startsWith(git.git("rev-parse", "roundhouse/a-1"));
    }
    assertThat(git.git("fsck", "--connectivity-only")).as(name).doesNotContain("missing");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %d | %d | %d |\n",
        form,
        step.word(),
        then,
        status,
        CrashHarness.worked(git) - before,
        git.git("branch", "--list", "--format=x", "roundhouse/*").lines().count(),
        git.git("ls-remote", "far").lines().count());
  }

  @Test
  void whatWasPutThereJustBeforeACrashIsKnownBeforeItIsRecordedAsDone() throws Exception {
    GitFixture git = repository("unrecorded");
    halt(git, "push", Checkpoint.PUSHED);
    git.git("update-ref", "-d", "refs/roundhouse/branched/a-1");
    git.git("update-ref", "-d", "refs/roundhouse/pushed/far/roundhouse/a-1");
    git.write("more", "x\n").commitAll("the user's");

    parts(git, "push").build().run();

    assertThat(CrashHarness.status(git, "A-1")).isEqualTo("branched");
    assertThat(git.git("branch", "--list", "roundhouse/*").lines()).hasSize(1);
    assertThat(onRemote(git)).startsWith(git.git("rev-parse", "roundhouse/a-1"));
  }

  @Test
  void whatSomebodyElsePushedAfterACrashIsNotOverwritten() throws Exception {
    GitFixture git = repository("foreign");
    halt(git, "push", Checkpoint.PUSHED);
    git.git("push", "-q", "--force", "far", "main:refs/heads/roundhouse/a-1");
    git.write("more", "x\n").commitAll("the user's");

    parts(git, "push").build().run();

    assertThat(CrashHarness.status(git, "A-1")).isEqualTo("conflicted");
    assertThat(onRemote(git)).startsWith(git.git("rev-parse", "main~1"));
  }

  @Test
  void whatSomebodyElseCommittedToTheBranchAfterACrashIsNotMoved() throws Exception {
    GitFixture git = repository("committed");
    halt(git, "branch", Checkpoint.LEFT);
    git.git("worktree", "add", "-q", temporary.resolve("mine").toString(), "roundhouse/a-1");
    git.gitIn(temporary.resolve("mine"), "commit", "-q", "--allow-empty", "-m", "mine");
    git.git("worktree", "remove", temporary.resolve("mine").toString());
    git.write("more", "x\n").commitAll("the user's");

    parts(git, "branch").build().run();

    assertThat(git.git("log", "-1", "--format=%s", "roundhouse/a-1")).isEqualTo("mine");
    assertThat(git.show("roundhouse/a-1-1", "more")).isEqualTo("x");
  }

  private GitFixture repository(String name) {
    GitFixture git = GitFixture.in(temporary.resolve(name));
    Path far = temporary.resolve(name + ".far");
    git.git("init", "-q", "--bare", far.toString());
    git.git("remote", "add", "far", far.toString());
    git.script("agent", CrashHarness.COUNTS + "echo y >>work.txt\n");
    return git.issue("A-1").commitAll("backlog");
  }

  private static String onRemote(GitFixture git) {
    return git.git("ls-remote", "far", "refs/heads/roundhouse/a-1");
  }

  private static Orchestrator.Builder parts(GitFixture git, String form) {
    String agent = git.home().resolve("agent").toString();
    return parts(git.root(), form, agent).environment(git.environment());
  }

  private static Orchestrator.Builder parts(Path root, String form, String agent) {
    Optional<String> remote = form.equals("push") ? Optional.of("far") : Optional.empty();
    RunOptions options =
        RunOptions.builder()
            .agent(new Command(List.of(agent)))
            .form(DeliveryOptions.DEFAULT.onBranches(remote))
            .build();
    return Orchestrator.at(root).options(options);
  }

  private static void halt(GitFixture git, String form, Checkpoint step) throws Exception {
    String agent = git.home().resolve("agent").toString();
    CrashHarness.halt(git, Halting.class, git.root().toString(), form, agent, step.name());
  }

  /** A run that halts after the step it is told. */
  static final class Halting {
    private Halting() {}

    public static void main(String... args) throws Exception {
      Orchestrator.Builder parts = parts(Path.of(args[0]), args[1], args[2]);
      Checkpoint last = Checkpoint.valueOf(args[3]);
      parts.request.steps(CrashHarness.haltAfter(last, 1));
      parts.build().run();
    }
  }
}
