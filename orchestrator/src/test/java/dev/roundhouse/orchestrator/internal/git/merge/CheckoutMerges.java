package dev.roundhouse.orchestrator.internal.git.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code git merge} does with each of many cases in a checkout. It may refuse, and it may
 * break off at a mistake of its own (134), which leaves its lock behind. For one thread.
 */
final class CheckoutMerges implements AutoCloseable {
  private static final String SCRIPT =
      """
      while read -r seed ours theirs; do
        rm -f .git/index.lock
        git reset -q --hard "$ours" || exit 1
        git clean -ffdqx
        git merge -q --no-ff --no-commit "$theirs" >/dev/null 2>&1
        code=$?
        if test $code = 0; then
          printf '%s clean %s\\0' "$seed" "$(git write-tree)"
        elif test -f .git/MERGE_HEAD; then
          printf '%s conflicts \\0' "$seed"
          git ls-files -u -z
        else
          printf '%s refused %s\\0' "$seed" "$code"
        fi
        printf '\\0'
      done
      """;

  /**
   * What git said.
   *
   * @param ending {@code clean}, {@code conflicts} or {@code refused}
   * @param detail the tree if clean, git's exit code if refused
   * @param stages {@code mode id stage TAB path} of what is not merged
   */
  record Answer(String ending, String detail, Set<String> stages) {
    /** Whether git found a mistake of its own. */
    boolean isBreak() {
      return ending.equals("refused") && detail.equals("134");
    }
  }

  private final Process process;
  private final Path answers;

  private CheckoutMerges(Process process, Path answers) {
    this.process = process;
    this.answers = answers;
  }

  /** Starts merging. */
  static CheckoutMerges start(Path checkout, Path temporary, List<RandomHistory.Case> cases)
      throws IOException {
    StringBuilder input = new StringBuilder();
    for (RandomHistory.Case each : cases) {
      input.append("%s %s %s%n".formatted(each.seed(), each.ours().name(), each.theirs().name()));
    }
    Path list = Files.writeString(temporary.resolve("cases"), input);
    Path answers = temporary.resolve("answers");
    Process process =
        new ProcessBuilder("sh", "-c", SCRIPT)
            .directory(checkout.toFile())
            .redirectInput(list.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(temporary.resolve("errors").toFile())
            .start();
    return new CheckoutMerges(process, answers);
  }

  /** Waits for git, and tells what it said for each seed. */
  Map<Long, Answer> answers() throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new IOException("git merges ended with " + process.exitValue());
    }
    Map<Long, Answer> all = new LinkedHashMap<>();
    String text = Files.readString(answers, StandardCharsets.UTF_8);
    Deque<String> records = new ArrayDeque<>(List.of(text.split("\0", -1)));
    while (records.size() > 1) {
      String[] head = records.pop().split(" ", -1);
      Set<String> stages = new TreeSet<>();
      while (!records.element().isEmpty()) {
        stages.add(records.pop());
      }
      records.pop();
      all.put(Long.valueOf(head[0]), new Answer(head[1], head[2], stages));
    }
    return all;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
