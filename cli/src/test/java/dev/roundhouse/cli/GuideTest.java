package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command whose output docs/guide.md shows into a shell, in the order of the page, and
 * compares what is printed, but for hashes, times and sizes; {@code -Dguide.write=true} writes it.
 * What has to be there first is typed before it, unseen.
 */
@Tag("slow")
class GuideTest {
  private static final Path PAGE = Path.of("..", "docs", "guide.md").toAbsolutePath();

  /** A Node project on a machine with npm and an agent, as far as they can be seen. */
  private static final String NODE =
      """
      mkdir tools shop
      printf '#!/bin/sh\\nexit 0\\n' >tools/npm
      printf '#!/bin/sh\\necho "2.1.197 (Claude Code)"\\n' >tools/claude
      chmod +x tools/*
      PATH=$PWD/tools:$PATH
      cd shop
      git init -q -b main
      echo '{"scripts": {"test": "node test.js"}}' >package.json
      echo '{"lockfileVersion": 3}' >package-lock.json
      git add . && git commit -q -m 'A shop'
      """;

  private static final String BACKLOG =
      """
      mkdir issues
      for i in 1 2 3 4 5 6 7 8; do echo "# Work $i" >issues/FEAT-$i.md; done
      git add . && git commit -q -m 'Eight issues'
      """;

  /** Two issues whose agents change the same line; the second is slower than the first. */
  private static final String CONFLICT =
      """
      mkdir -p ../small/.roundhouse/agents && cd ../small
      git init -q -b main
      cat >.roundhouse/agents/small.sh <<'END'
      #!/bin/sh
      # name: small
      # description: writes down what it was given
      shared=$(git rev-parse --git-common-dir)
      case $ROUNDHOUSE_ISSUE_ID-$ROUNDHOUSE_ATTEMPT in
      BUG-001-1) until [ -e "$shared/second" ]; do sleep 0.05; done; usage=310000 ;;
      FEAT-002-1) : >"$shared/second"; usage=290000
        until git log --format=%s main | grep -q '^BUG-001:'; do sleep 0.05; done ;;
      *) usage=120000 ;;
      esac
      echo "$ROUNDHOUSE_ISSUE_ID" >>DONE.md
      echo "{\\"usage\\": {\\"input_tokens\\": $usage, \\"output_tokens\\": 9800, \\"cost_usd\\": 0.41}}" \\
        >"$ROUNDHOUSE_RESULT"
      END
      printf '#!/bin/sh\\ntest -e DONE.md\\n' >check.sh
      chmod +x check.sh .roundhouse/agents/small.sh
      printf 'agent: small\\ngate: ./check.sh\\nworkers: 2\\n' >roundhouse.yaml
      echo 'Done:' >DONE.md
      git add . && git commit -q -m 'A small project'
      """;

  private static final String MISTAKE =
      """
      mkdir -p ../lint/issues && cd ../lint
      git init -q -b main
      printf -- '---\\nid: FEAT-9\\ntitle: Nine\\nblocked_by: [FEAT-99]\\n---\\n' >issues/FEAT-9.md
      echo '# One' >issues/BUG-1.md
      echo '# Two' >issues/BUG-2.md
      git add . && git commit -q -m 'Three issues'
      """;

  private static final String BOTH =
      """
      cd ../small
      roundhouse new 'Add a licence' >../log
      git add . && git commit -q -m 'Two issues'
      """;

  private static final Map<String, String> BEFORE =
      Map.of(
          "roundhouse init", NODE,
          "roundhouse doctor", BACKLOG,
          "roundhouse new \"Fix the empty-input crash\" -p1", CONFLICT,
          "roundhouse lint", MISTAKE,
          "roundhouse run --dry-run", BOTH);

  @TempDir Path temporary;

  @Test
  void everyCommandPrintsWhatTheGuideShows() throws Exception {
    ConsolePage page = ConsolePage.read(PAGE);
    List<String> commands = page.steps().stream().map(ConsolePage.Step::command).toList();
    assertThat(commands).containsAll(BEFORE.keySet());
    List<List<String>> printed = printed(commands);
    if (Boolean.getBoolean("guide.write")) {
      Files.write(PAGE, page.with(printed));
      return;
    }

    for (int i = 0; i < commands.size(); i++) {
      assertThat(ConsoleSession.stable(printed.get(i)))
          .as(commands.get(i))
          .isEqualTo(ConsoleSession.stable(page.output(page.steps().get(i))));
    }
  }

  @Test
  void everySampleThatShowsACommandIsOneOfThem() throws Exception {
    List<String> shown =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("$ ")).toList();

    assertThat(ConsolePage.read(PAGE).steps()).hasSameSizeAs(shown);
  }

  private List<List<String>> printed(List<String> commands) throws Exception {
    List<String> typed = new ArrayList<>();
    for (String command : commands) {
      typed.add(BEFORE.getOrDefault(command, ":"));
      typed.add(command);
    }
    List<List<String>> printed = new ArrayList<>();
    try (ConsoleSession session = new ConsoleSession(temporary)) {
      List<List<String>> all = session.type(typed);
      for (int i = 0; i < commands.size(); i++) {
        assertThat(all.get(2 * i)).as("before " + commands.get(i)).isEmpty();
        printed.add(all.get(2 * i + 1));
      }
    }
    return printed;
  }
}
