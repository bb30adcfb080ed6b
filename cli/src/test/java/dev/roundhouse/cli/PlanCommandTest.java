package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What would be worked when, and that asking changes nothing. */
class PlanCommandTest extends CommandFixture {
  private static final String HOSTILE =
      "title: 'x\"]; click n0 \"javascript:alert(1)\" %% --> <b> \\n \\\" &quot; #35; {{}}'";

  @BeforeEach
  void makeRepository() {
    git.issue("A-1", "effort: 2h", "priority: P1")
        .issue("A-2", "effort: 1h", "blocked_by: A-1", HOSTILE)
        .issue("A-3", "effort: L", "depends_on: A-2")
        .issue("A-4", "blocked_by: A-5")
        .write("issues/A-5.md", "---\nid: A-5\nstatus: deferred\n---\n");
    git.write("plan.yaml", "groups:\n- {name: b, mode: sequential, issues: [A-3, A-1]}\n");
    git.commitAll("backlog");
  }

  @Test
  void thePlanSaysWhoWorksWhatWhenAndWhy() {
    Shell.Answer answer = shell.type("plan", "--workers", "2");
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("3 issues would take 5h00m, with one worker 5h00m")
        .containsSubsequence(
            "now  2h00m  w1  A-1 ",
            "ready now; starts a chain of 3h00m; time estimated from its effort")
        .containsSubsequence("2h00m  1h00m  w1  A-2 ", "after A-1")
        .containsSubsequence("3h00m  2h00m  w1  A-3 ", "comes after A-2")
        .contains("critical path, 3h00m: A-1 -> A-2")
        .contains("A-4  blocked by A-5 (deferred)", "its file says deferred");
  }

  @Test
  void theSameAsJson() {
    JsonNode plan = shell.type("plan", "--json", "--only", "A-1,A-2,A-4").json();
    assertThat(plan.path("makespan").asLong()).isEqualTo(3 * 3600);
    assertThat(plan.path("criticalPath").toString()).isEqualTo("[\"A-1\",\"A-2\"]");
    JsonNode second = plan.path("issues").path(1);
    assertThat(second.path("id").asString()).isEqualTo("A-2");
    assertThat(second.path("start").asLong()).isEqualTo(2 * 3600);
    assertThat(second.path("estimatedBy").asString()).isEqualTo("effort");
    assertThat(plan.path("unplanned").path(0).path("chain").toString()).isEqualTo("[\"A-5\"]");
  }

  @Test
  void aTitleIsShownInAGraphAndNeverObeyed() {
    String mermaid = shell.type("plan", "--format", "mermaid").out();
    assertThat(mermaid)
        .startsWith("flowchart LR\n")
        .contains("  n0 --> n1\n", "  n1 -.-> n2\n", "  n4 --> n3\n", "class n0 critical");
    assertThat(mermaid.lines().filter(line -> line.contains("click")))
        .singleElement()
        .satisfies(line -> assertThat(line).matches(" {2}n1\\[\"[^\"<>\\[\\]{}()&%\\\\]*\"\\]"));

    String dot = shell.type("plan", "--format", "dot").out();
    assertThat(dot.lines().filter(line -> line.contains("click")))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line).matches(" {2}n1 \\[label=\"(?:[^\"\\\\]|\\\\[\"\\\\])*\".*\\];"));
    assertThat(dot).contains("n0 -> n1;", "n1 -> n2 [style=dashed];");
  }

  @Test
  void whoWouldChangeTheSameFilesStartsLater() {
    git.write(
        "issues/A-1.md", git.read("issues/A-1.md").replace("effort:", "touches: x/\neffort:"));
    git.write("issues/A-6.md", "---\nid: A-6\neffort: 1h\ntouches: x/y.txt\n---\n# Also\n");

    assertThat(shell.type("plan", "--workers", "2").out())
        .containsSubsequence("2h00m  1h00m  w", "A-6", "touches x/y.txt as A-1 does");
    JsonNode overlap =
        shell.type("plan", "--json", "--workers", "2").json().path("overlaps").path(0);
    assertThat(overlap.toString())
        .isEqualTo("{\"id\":\"A-6\",\"with\":\"A-1\",\"paths\":[\"x/y.txt\"],\"deferred\":true}");
    assertThat(shell.type("plan", "--format", "dot", "--workers", "2").out())
        .contains("n0 -> n5 [style=dashed, label=\"same files\"];");
    assertThat(shell.type("plan", "--format", "mermaid", "--workers", "2").out())
        .contains("  n0 -. same files .-> n5\n");
    assertThat(shell.type("plan", "--workers", "2", "--overlap", "warn").out())
        .contains("overlap: A-6 touches x/y.txt as A-1 does", "ready now");
    assertThat(shell.type("plan", "--workers", "2", "--overlap", "off").out())
        .doesNotContain("x/y.txt");
    Shell.Answer wrong = shell.type("plan", "--overlap", "maybe");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--overlap must be one of off, warn, defer, not 'maybe'");
  }

  @Test
  void whatOnlyWaitsIsNotSaidToStart() {
    Shell.Answer dry = shell.type("run", "--dry-run", "--only", "A-4", "--agent", "true");
    assertThat(dry.out())
        .contains("nothing would start\nwould wait:\n  A-4  blocked by A-5 (deferred)\n")
        .doesNotContain("in this order");
    assertThat(shell.type("plan", "--only", "A-4").out()).startsWith("nothing would start\n");
    assertThat(shell.type("run", "--dry-run", "--agent", "true").out())
        .contains("would start, in this order:\n  ISSUE  PRI  TYPE   STATUS  TITLE\n  A-1 ");
  }

  @Test
  void noLineIsWiderThanTheScreen() {
    for (String[] words :
        new String[][] {{"plan"}, {"plan", "--workers", "2"}, {"run", "--dry-run"}}) {
      assertThat(shell.typeOnScreen(80, words).out().lines())
          .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(80));
    }
  }

  @Test
  void aGoalIsExplainedByItsGroups() {
    assertThat(shell.type("plan", "--plan", "plan.yaml").out())
        .contains("group b (sequential): A-3, A-1")
        .containsSubsequence("A-3", "A-1 ", "after A-3");
    assertThat(shell.type("plan", "--epic", "A-1").code()).isEqualTo(2);
  }

  @Test
  void whoOnlyLooksWritesNothingAtAll() throws IOException {
    String agent = git.script("agent", "echo x >x.txt\n");
    for (boolean after : new boolean[] {false, true}) {
      if (after) {
        assertThat(shell.type("run", "--agent", agent, "--only", "A-1").code()).isZero();
      }
      Map<String, String> before = everything();
      String refs = git.git("for-each-ref");
      assertThat(shell.type("plan").code()).isZero();
      assertThat(shell.type("plan", "--json", "--plan", "plan.yaml").code()).isZero();
      assertThat(shell.type("plan", "--format", "dot").code()).isZero();
      assertThat(shell.type("run", "--dry-run", "--agent", agent).code()).isZero();
      assertThat(shell.type("run", "--dry-run", "--agent", agent, "--json").code()).isZero();
      assertThat(shell.type("gc", "--dry-run").code()).isZero();
      assertThat(everything()).isEqualTo(before);
      assertThat(git.git("for-each-ref")).isEqualTo(refs);
    }
  }

  /** Every file and directory, also beside the repository, with its size, time and content. */
  private Map<String, String> everything() throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(temporary)) {
      all.forEach(paths::add);
    }
    Map<String, String> found = new TreeMap<>();
    for (Path each : paths) {
      boolean file = Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS);
      String times = Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS).toString();
      String content = file ? hash(Files.readAllBytes(each)) : "";
      found.put(temporary.relativize(each).toString(), times + " " + content);
    }
    return found;
  }

  private static String hash(byte[] content) {
    try {
      return content.length
          + " "
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
