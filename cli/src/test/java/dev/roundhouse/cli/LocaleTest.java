package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.testing.ChildJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A state that one language of the JVM wrote, another reads and goes on with, and nothing that is
 * stored or shown to programs tells which it was. All that goes in here is ASCII, so that a digit
 * of another script, or a Turkish letter, is seen wherever it comes out.
 */
@Tag("slow")
class LocaleTest extends CommandFixture {
  private static final String ARAB =
      "-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab";
  private static final String THAI =
      "-Duser.language=th -Duser.country=TH -Duser.extensions=u-ca-buddhist-nu-thai";
  private static final String TURKISH = "-Duser.language=tr -Duser.country=TR";
  private static final String HINDI =
      "-Duser.language=hi -Duser.country=IN -Duser.extensions=u-nu-deva";
  private static final String PERSIAN =
      "-Duser.language=fa -Duser.country=IR -Duser.extensions=u-ca-persian-nu-arabext";
  private static final String BENGALI =
      "-Duser.language=bn -Duser.country=BD -Duser.variant=POSIX -Duser.extensions=u-nu-beng";

  /** What is read only, so that two languages can be asked the same. */
  private static final String LOOK =
      "list|list --json|show FIX-I1|show FIX-I1 --json|plan|plan --json|plan --format dot|lint"
          + "|lint --json|why fix-i2|why fix-i2 --json|log FIX-I1|log FIX-I1 --prompt|agents|doctor"
          + "|rescue|rescue --json|gc --dry-run --json|run --dry-run --json|status|status --json"
          + "|frobnicate|run --workers x|--version";

  /**
   * The moment of asking and what is free then, which differ; and signs that no language changes.
   */
  private static final Pattern OTHER_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");

  private static final Pattern NOW =
      Pattern.compile(
          "(?m)^  \"at\" : .*\n|,? +\\d+[smhd]( ago)?(?=  |$)|\\d+(\\.\\d+)? [KMGT]B|[·→]");

  @BeforeEach
  void makeRepository() {
    String agent = git.script("agent", "cat >\"$HOME/told\"; echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"");
    git.write("roundhouse.yaml", "agent: '" + agent + "'\nworkers: 1\n");
    git.issue("FIX-I1", "type: FIX", "priority: p1", "created_at: 2026-01-02 03:04")
        .issue("fix-i2", "type: fix", "priority: P1", "blocked_by: [fix-I1]")
        .write("issues/INIT-3.md", "---\nid: INIT-3\nstatus: IN_PROGRESS\nlabels: [UI]\n---\n# I\n")
        .issue("INIT-4", "blocked_by: INIT-3", "touches: [lib/INIT.txt]")
        .commitAll("backlog");
  }

  /** The commands of a program that is not {@link Main}, as an embedder's is not. */
  static final class Embedder {
    private Embedder() {}

    /** Answers command lines, separated by bars, one after the other. */
    public static void main(String... lines) {
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      answer(out, Path.of("").toAbsolutePath(), System.getenv(), lines[0]);
      System.exit(0);
    }

    static void answer(
        PrintWriter out, Path directory, Map<String, String> environment, String lines) {
      Terminal terminal = new Terminal(out, out, directory, environment, SignalSource.none());
      for (String each : lines.split("\\|", -1)) {
        out.println("$ " + each);
        out.println("exit code " + CommandLines.answer(terminal, each.split(" ", -1)));
      }
    }
  }

  private String here(String lines) {
    StringWriter out = new StringWriter();
    Embedder.answer(new PrintWriter(out), git.root(), git.environment(), lines);
    return NOW.matcher(out.toString()).replaceAll("");
  }

  private String embedded(String language, String lines) throws Exception {
    return output(language, Embedder.class, lines);
  }

  private String output(String language, Class<?> program, String... words) throws Exception {
    List<String> options = language.isEmpty() ? List.of() : Arrays.asList(language.split(" ", -1));
    ProcessBuilder builder =
        new ProcessBuilder(ChildJvm.command(options, program, words))
            .directory(git.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(git.environment());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return NOW.matcher(out).replaceAll("") + (process.waitFor() == 0 ? "" : "it failed");
  }

  private static void same(String actual, String expected) {
    assertThat(actual).isASCII();
    assertThat(actual.lines()).containsExactlyElementsOf(expected.lines().toList());
  }

  /** A report is for people and has signs of its own, but no digits of another language. */
  private void everythingKeptIsAscii() throws IOException {
    Path state = git.root().resolve(".git/roundhouse");
    try (Stream<Path> files = Files.walk(state)) {
      for (Path each : files.toList()) {
        assertThat(git.root().relativize(each).toString()).isASCII();
        boolean isReport = each.getFileName().toString().matches("report\\..*");
        if (Files.isRegularFile(each) && isReport) {
          assertThat(Files.readString(each)).as("%s", each).doesNotContainPattern(OTHER_DIGIT);
        } else if (Files.isRegularFile(each)) {
          assertThat(Files.readString(each, StandardCharsets.ISO_8859_1) + ".")
              .as("%s", each)
              .isASCII();
        }
      }
    }
    assertThat(git.git("for-each-ref")).isASCII();
    assertThat(git.git("log", "--all", "-p", "--format=raw")).isASCII();
  }

  @ParameterizedTest
  @ValueSource(strings = {ARAB, THAI, TURKISH, BENGALI})
  void aLibraryInAnotherLanguageGoesOnWhereOneStoppedAndSaysTheSame(String language)
      throws Exception {
    Shell.Answer first = shell.type("run", "--max-issues", "1");
    assertThat(first.code()).as(first.out()).isZero();
    String begun = here(LOOK);

    same(embedded(language, LOOK), begun);
    assertThat(embedded(language, "edit INIT-4 --priority P0|run --max-issues 2|gc|retry INIT-4"))
        .isASCII()
        .contains("landed");
    everythingKeptIsAscii();
    String after = embedded(language, LOOK);

    same(after, here(LOOK));
    assertThat(after).isNotEqualTo(begun);
    assertThat(shell.type("run").code()).isZero();
    assertThat(git.landed("main"))
        .containsExactlyInAnyOrder("FIX-I1", "fix-i2", "INIT-3", "INIT-4");
    assertThat(git.show("main", "issues/fix-i2.md"))
        .containsPattern("status: done")
        .containsPattern("completed_at: .?20[0-9]{2}-");
    everythingKeptIsAscii();
  }

  @ParameterizedTest
  @ValueSource(strings = {TURKISH, HINDI, PERSIAN})
  void theProgramInAnotherLanguageSaysWhatItSaysInEnglish(String language) throws Exception {
    assertThat(output(language, Main.class, "run"))
        .isASCII()
        .containsPattern("landed +INIT-4")
        .doesNotEndWith("it failed");
    everythingKeptIsAscii();
    for (String each : List.of("list --json", "run --workers x", "help run", "status")) {
      String[] words = each.split(" ", -1);
      assertThat(output(language, Main.class, words)).isEqualTo(output("", Main.class, words));
    }
  }
}
