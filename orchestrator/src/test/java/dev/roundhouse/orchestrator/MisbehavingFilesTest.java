package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.testing.RogueRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents that leave files nobody asked for. With {@code -Dproofs.full=true} a large one has 200 MB,
 * otherwise 50.
 */
@Tag("slow")
class MisbehavingFilesTest {
  private static final int LARGE = Boolean.getBoolean("proofs.full") ? 200_000_000 : 50_000_000;

  @TempDir Path temporary;
  private RogueRun rogues;

  @BeforeEach
  void makeRepository() {
    rogues = RogueRun.in(temporary.resolve("project"));
  }

  @Test
  void whateverTheyLeaveLandsIfGitCanKeepItAndHindersNobody() throws Exception {
    rogues
        .issue("many", "mkdir many\ncd many\nseq 10000 | xargs touch")
        .issue("large", "head -c " + LARGE + " /dev/zero >large")
        .issue("link", "ln -s / link")
        .issue("pipe", "mkfifo pipe\necho x >beside-pipe")
        .issue("newline", "echo x >'new\nline'")
        .issue("shut", "mkdir shut\necho x >shut/in\nchmod 000 shut")
        .issue(
            "truncated",
            "echo x >truncated\nprintf '{\"verdict\": \"not-re' >\"$ROUNDHOUSE_RESULT\"")
        .issue("huge", "echo x >huge\nyes '{' | head -c 5000000 >\"$ROUNDHOUSE_RESULT\"")
        .issue("prose", "echo x >prose\necho 'I am done.' >\"$ROUNDHOUSE_RESULT\"")
        .issue("liar", "echo '{\"verdict\": \"done\"}' >\"$ROUNDHOUSE_RESULT\"")
        .issue("waits", "echo x >waits\nmkfifo \"$ROUNDHOUSE_RESULT\"")
        .issue("zeroes", "echo x >zeroes\nln -s /dev/zero \"$ROUNDHOUSE_RESULT\"")
        .issue("swaps", "echo x >swaps\nrm -rf .roundhouse\nln -s / .roundhouse")
        .issue("after-1", "echo x >after-1", "blocked_by: [link, pipe, shut, many, newline]")
        .issue("after-2", "echo x >after-2", "blocked_by: [waits, zeroes, swaps, large]")
        .run(
            rogues.orchestrator(
                rogues.options().form(DeliveryOptions.DEFAULT.withNewFiles(20_000))));

    assertThat(rogues.landed())
        .contains(
            "after-1",
            "after-2",
            "huge",
            "large",
            "link",
            "many",
            "newline",
            "pipe",
            "prose",
            "shut",
            "truncated",
            "waits",
            "zeroes");
    assertThat(rogues.outcome("liar")).isEqualTo("no-change: the agent changed nothing");
    assertThat(rogues.git().git("ls-tree", "--name-only", "-r", "main", "many").lines().count())
        .isEqualTo(10_000);
    assertThat(rogues.git().git("cat-file", "-s", "main:large")).isEqualTo(Integer.toString(LARGE));
    assertThat(rogues.git().git("ls-tree", "main", "link")).startsWith("120000 ");
    assertThat(rogues.git().git("ls-tree", "-z", "--name-only", "main")).contains("new\nline\0");
    assertThat(rogues.notices())
        .contains(
            "truncated: the agent's result is not a JSON object; ignored",
            "huge: the agent's result is not a JSON object; ignored",
            "prose: the agent's result is not a JSON object; ignored",
            "waits: the agent's result is not a JSON object; ignored",
            "zeroes: the agent's result is not a JSON object; ignored");
  }

  @Test
  void aDiskThatIsFilledCostsTheAttemptAndIsEmptiedForTheNext() throws Exception {
    Path small = Files.createDirectory(temporary.resolve("small"));
    assumeThat(command("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", small.toString()))
        .as("may mount a small file system")
        .isZero();
    try {
      Path trees = small.resolve("trees");
      rogues
          .issue("fills", "echo x >fills\ncat /dev/zero >filling")
          .run(rogues.orchestrator(rogues.options().workers(1).worktrees(trees)));
      assertThat(rogues.outcome("fills")).startsWith("failed: the agent exited with ");
      assertThat(rogues.kept("fills", "dirty", "fills")).isEqualTo("x");

      rogues.git().write("large", "x".repeat(6_000_000));
      rogues
          .issue("after", "echo x >after")
          .run(rogues.orchestrator(rogues.options().workers(1).worktrees(trees)));
      assertThat(rogues.landed()).containsExactly("after");
    } finally {
      assertThat(command("umount", small.toString())).isZero();
    }
  }

  private static int command(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
