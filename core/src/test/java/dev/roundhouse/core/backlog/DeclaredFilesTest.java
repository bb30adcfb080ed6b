package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.Issue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What issues say they change. */
class DeclaredFilesTest {
  private static ParsedIssueFile parsed(String content) {
    return new IssueParser("issues/BUG-1.md").parse(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Issue issue(String content) {
    return parsed(content).issue().orElseThrow();
  }

  private static List<String> declared(String content) {
    return words(DeclaredFiles.of(issue(content)).declared());
  }

  private static List<String> words(Set<PathPattern> paths) {
    return paths.stream().map(PathPattern::text).sorted().toList();
  }

  @Test
  void theFrontMatterNamesPathsFoldersAndPatterns() {
    assertThat(
            declared("---\ntouches: [src/A.java, docs/, '*.sql', ./b.txt, src/**/T*.java]\n---\n"))
        .containsExactly("**/*.sql", "b.txt", "docs/**", "src/**/T*.java", "src/A.java");
    assertThat(declared("---\ntouches: a.txt, lib/x\n---\n")).containsExactly("a.txt", "lib/x");
    assertThat(declared("---\ntouches:\n  - a b.txt\n---\n")).containsExactly("a b.txt");
    assertThat(declared("---\ntouches: none\n---\n")).isEmpty();
  }

  @Test
  void whatLeadsOutOfTheRepositoryIsNoPathAndLintSaysSo() {
    ParsedIssueFile file =
        parsed(
            "---\nid: BUG-1\ntouches:\n  - ../x\n  - ok.txt\n  - /etc/passwd\n  - .git/config\n---\n");

    assertThat(file.issue().orElseThrow().touches()).containsExactly("ok.txt");
    assertThat(file.findings()).extracting(Finding::line).containsExactly(4, 6, 7);
    assertThat(file.findings()).allMatch(each -> each.message().contains("not a path in the repo"));
    for (String bad : List.of("", "a/../b", "~/x", "C:/x", "a\\b", "https://x/y", "a\nb", "//")) {
      assertThat(PathPattern.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void aSectionListsFilesInItemsAndTables() {
    String text =
        """
        # Do it
        ### Files to Modify
        - `src/A.java` — add a `helper()` beside `src/B.java`
        - [ ] src/C.java:12-40 (lines 12-40)
        2. **`src/D.java`**: more
          * lib/e.py, and its test
        - [`src/F.java`](src/F.java#L3)
        - New `src/N.java` and `src/O.java`
        - TBD
        - N/A
        - Conditional, only if the default changes
        text about src/G.java
        ```
        - src/H.java
        ```
        | File | Change |
        |------|--------|
        | `src/I.java` | more |
        | 1 | src/J.java |
        ## Files to Create
        - src/test/K.java
        ### Similar
        - src/L.java
        **Affected Files:**
        - `src/M/` all of it
        """;

    assertThat(declared(text))
        .containsExactly(
            "lib/e.py",
            "src/A.java",
            "src/C.java",
            "src/D.java",
            "src/F.java",
            "src/I.java",
            "src/J.java",
            "src/M/**",
            "src/N.java",
            "src/test/K.java");
  }

  @Test
  void backticksMentionPathsOutsideOfCode() {
    String text =
        "See `src/A.java:17` and `pom.xml`, `run()` or `git status`, not `*.md`.\n```\n`b.c`\n```\n";

    assertThat(words(DeclaredFiles.of(issue(text)).mentioned()))
        .containsExactly("pom.xml", "src/A.java");
    assertThat(declared(text)).isEmpty();
  }

  @Test
  void tooMuchIsCut() {
    String many =
        IntStream.range(0, 5000)
            .mapToObj(i -> "- `d" + i + "/*.x`\n- `f" + i + ".y`\n")
            .collect(Collectors.joining());
    DeclaredFiles touches = DeclaredFiles.of(issue("## Files to modify\n" + many));

    assertThat(touches.declared()).hasSize(200);
    assertThat(touches.declared().stream().filter(PathPattern::isWild)).hasSize(20);
    assertThat(touches.mentioned()).hasSize(200);
    String hostile =
        "- `"
            + ":1".repeat(1_000_000)
            + "x`\n"
            + "`".repeat(1_000_000)
            + "\n|"
            + "|".repeat(1_000_000);
    assertThat(declared("## Files to modify\n" + hostile + "\n- a/" + "b".repeat(400) + ".c"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt, a.txt, true",
    "a.txt, A.txt, false",
    "a/b, a/b/c.txt, true",
    "a/b, a/bc, false",
    "a/, a/b/c.txt, true",
    "a/, ab/c.txt, false",
    "*.java, src/deep/X.java, true",
    "*.java, X.java, true",
    "*.java, X.javax, false",
    "src/**/X.java, src/X.java, true",
    "src/*.java, src/a/X.java, false",
    "src/a*/**, src/*b/X, true",
    "*.java, *.md, false",
    "a?c, a/b, false",
    "docs/**, src/**, false",
    "**/x*y*z, q/xyz, true",
  })
  void patternsMeetWhereAPathFitsBoth(String one, String other, boolean meet) {
    PathPattern first = PathPattern.parse(one).orElseThrow();
    PathPattern second = PathPattern.parse(other).orElseThrow();

    assertThat(first.meets(second)).isEqualTo(meet);
    assertThat(second.meets(first)).isEqualTo(meet);
  }
}
