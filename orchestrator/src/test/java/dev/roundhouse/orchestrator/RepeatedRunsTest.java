package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.testing.RogueRun;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same run again and again in one process and one repository leaves nothing behind but the work
 * it keeps: five times, or fifty with {@code -Dproofs.full=true}.
 */
@Tag("slow")
class RepeatedRunsTest {
  private static final int RUNS = Boolean.getBoolean("proofs.full") ? 50 : 5;

  @TempDir Path temporary;

  @Test
  void leaveNoThreadNoDescriptorNoProcessNoWorktreeAndNoRefBehind() throws Exception {
    RogueRun rogues = RogueRun.in(temporary.resolve("project"));
    Footprint first = null;
    int afterFirst = 0;
    for (int i = 1; i <= RUNS; i++) {
      rogues
          .issue("lands-" + i, "echo $$; (sleep 300 &)\necho x >lands-" + i)
          .issue("fails-" + i, "echo x >fails\nsetsid sleep 300 &\nexit 1")
          .issue("idles-" + i, "exit 0")
          .run(rogues.orchestrator(rogues.options().workers(3)));
      assertThat(rogues.landed()).containsExactly("lands-" + i);
      for (String id : List.of("lands-", "fails-", "idles-")) {
        rogues.git().git("rm", "-q", "--ignore-unmatch", "issues/" + id + i + ".md");
      }
      Footprint now = Footprint.of(rogues);
      first = first == null ? now : first;
      afterFirst = i == 1 ? workRefs(rogues).size() : afterFirst;
      assertThat(now).as("after run " + i).isEqualTo(first);
      assertThat(workRefs(rogues)).containsOnlyOnce("fails-" + i + "/1/dirty");
    }
    assertThat(workRefs(rogues)).hasSize(RUNS * afterFirst);
  }

  private static List<String> workRefs(RogueRun rogues) {
    String prefix = "refs/roundhouse/work/";
    return rogues
        .git()
        .git("for-each-ref", "--format=%(refname)", prefix)
        .lines()
        .map(each -> each.substring(prefix.length()))
        .toList();
  }

  /** What would grow if something were left behind. */
  private record Footprint(
      long threads, long children, long descriptors, long worktrees, List<String> otherRefs) {
    static Footprint of(RogueRun rogues) throws IOException {
      Patience.await().until(() -> countThreads() == 0 && countChildren() == 0);
      return new Footprint(
          countThreads(),
          countChildren(),
          countDescriptors(rogues.git().root()),
          rogues
              .git()
              .git("worktree", "list", "--porcelain")
              .lines()
              .filter(each -> each.startsWith("worktree "))
              .count(),
          rogues
              .git()
              .git("for-each-ref", "--format=%(refname)")
              .lines()
              .filter(each -> !each.startsWith("refs/roundhouse/work/"))
              .toList());
    }

    private static long countThreads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(each -> each.getName().startsWith("roundhouse-"))
          .count();
    }

    private static long countChildren() {
      return ProcessHandle.current().descendants().count();
    }

    /** Pipes, and files of the repository and of what is beside it. */
    private static long countDescriptors(Path root) throws IOException {
      long count = 0;
      try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
        for (Path each : all) {
          String target = target(each);
          count += target.startsWith("pipe:") || target.startsWith(root.toString()) ? 1 : 0;
        }
      }
      return count;
    }

    private static String target(Path descriptor) {
      try {
        return Objects.toString(Files.readSymbolicLink(descriptor));
      } catch (IOException closedMeanwhile) {
        return "";
      }
    }
  }
}
