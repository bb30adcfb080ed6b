package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.Race;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** New issues are typed, and are worked like any other. */
class NewCommandTest extends CommandFixture {
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  private Shell.Answer typed(String... words) {
    Shell.Answer answer = shell.type(words);
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer;
  }

  @Test
  void aNewIssueIsAFileThatARunWorks() {
    Shell.Answer made = typed("new", "Fix", "the", "empty-input crash", "-p1", "--label", "ui");

    String path = "issues/P1-BUG-001-fix-the-empty-input-crash.md";
    assertThat(made.out()).isEqualTo("Created " + path + "\n");
    assertThat(made.err()).isEmpty();
    assertThat(git.read(path)).contains("# Fix the empty-input crash\n", "labels: [ui]\n");
    git.commitAll("backlog");
    assertThat(run(EDIT).code()).isZero();
    assertThat(git.landed("main")).containsExactly("BUG-001");
    assertThat(typed("new", "Fix it again").out()).contains("BUG-002");
  }

  @Test
  void scriptsGetThePathOrJson() {
    Path made = Path.of(typed("new", "One", "--print-path").out().strip());
    assertThat(made).isAbsolute().exists();

    JsonNode json = typed("new", "Two", "--type", "bug", "--priority", "P0", "--json").json();

    assertThat(json.path("issue").asString()).isEqualTo("BUG-002");
    assertThat(json.path("path").asString()).isEqualTo("issues/P0-BUG-002-two.md");
    assertThat(Path.of(json.path("file").asString())).exists();
  }

  @Test
  void theFolderIsTheOneThatIsConfigured() {
    git.write("roundhouse.yaml", "backlog: [docs/todo]\n");

    assertThat(typed("new", "One").out()).contains("docs/todo/P3-FEAT-001-one.md");
    assertThat(typed("new", "Two", "--backlog", "elsewhere").out())
        .contains("elsewhere/P3-FEAT-001-two.md");
  }

  @Test
  void aBlockerThatDoesNotExistIsReported() {
    Shell.Answer made = typed("new", "One", "--blocked-by", "X-9");

    assertThat(made.err()).contains("issues/P3-FEAT-001-one.md:", "X-9");
  }

  @Test
  void anIssueWithoutAFileCountsToo() {
    typed("new", "--no-file", "Later", "--id", "FEAT-004", "--key", "k");
    assertThat(typed("new", "--no-file", "Later", "--key", "k").out()).contains("FEAT-004");

    assertThat(typed("new", "Now").out()).contains("FEAT-005");
    assertThat(git.root().resolve("issues")).isDirectoryContaining("glob:**FEAT-005*");
  }

  @Test
  void badInputWritesNothing() throws Exception {
    for (String[] words :
        new String[][] {
          {"new"},
          {"new", " "},
          {"new", "x", "-p12"},
          {"new", "x", "--type", " "},
          {"new", "x", "--blocked-by", "a b"},
          {"new", "x", "--id", "A-1"},
          {"new", "x", "--key", "k"},
          {"new", "x", "--edit"},
          {"new", "x", "--no-file", "--edit"},
          {"new", "x", "--no-file", "--print-path"},
          {"new", "x", "--backlog", "../outside"},
          {"new", "x", "--body", "no-such-file"},
        }) {
      Shell.Answer answer = shell.type(words);
      assertThat(answer.code()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(answer.err()).startsWith("roundhouse: ").contains("\n  ");
    }
    Path latin = Files.write(temporary.resolve("latin"), new byte[] {'a', (byte) 0xe9});
    assertThat(shell.type("new", "x", "--body", latin.toString()).err())
        .startsWith("roundhouse: the text is not UTF-8\n");
    assertThat(shell.type("new", "x", "--body", "the text itself").err())
        .contains(
            "--body: ", "the text itself does not exist", "pipe the text itself into --body -")
        .doesNotContain("run again");
    assertThat(shell.type("submit", "x", "--body", "/dev/zero").err())
        .startsWith("roundhouse: the text is longer than 1 MB\n");
    assertThat(git.root().resolve("issues")).doesNotExist();
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aTitleThatLooksLikeAFileIsATitle() {
    git.write("secret", "the key\n");

    String made = typed("new", "@" + git.root().resolve("secret")).out();

    assertThat(git.read(made.substring("Created ".length()).strip()))
        .contains("# @" + git.root().resolve("secret"))
        .doesNotContain("the key");
    assertThat(typed("submit", "@" + git.root().resolve("secret"), "--id", "A-1").out())
        .startsWith("A-1 ");
  }

  @Test
  void theOldNamesOfTwoCommandsStillDoWhatTheyDid() {
    git.issue("A-1").issue("A-2").issue("A-3").commitAll("backlog");
    assertThat(typed("submit", "Later", "--id", "S-1").out()).contains("S-1 was added");
    typed("hold", "A-1", "A-2");

    assertThat(typed("skip", "A-1").out()).isEqualTo("A-1 is skipped: approval is refused\n");
    assertThat(typed("refuse", "A-2").out()).isEqualTo("A-2 is skipped: approval is refused\n");
    assertThat(typed("skip", "A-3").out()).isEqualTo("A-3 is skipped\n");

    assertThat(shell.status("A-2")).isEqualTo("skipped");
    assertThat(shell.type("refuse", "S-1").code()).isEqualTo(2);
    assertThat(typed("--help").out()).doesNotContain("refuse", "submit");
    assertThat(typed("refuse", "--help").out()).contains("--reason");
  }

  private Shell.Answer edited(String script, String... more) throws Exception {
    Path log = temporary.resolve("log");
    Files.deleteIfExists(log);
    String editor = git.script("editor", script);
    List<String> words = new ArrayList<>(List.of("new", "Fix it", "--edit"));
    words.addAll(List.of(more));
    Process process =
        shell.startWith(
            Map.of("EDITOR", editor + " 'first word'"), log, words.toArray(String[]::new));
    started.add(process);
    return new Shell.Answer(Patience.exitCode(process), Files.readString(log), "");
  }

  @Test
  void theEditorIsOpenedOnTheFile() throws Exception {
    Shell.Answer answer = edited("echo \"$1\" >>\"$2\"");

    assertThat(answer.code()).as(answer.out()).isZero();
    assertThat(git.read("issues/P3-BUG-001-fix-it.md")).endsWith("# Fix it\nfirst word\n");
  }

  private Path folder() {
    return git.root().resolve(".git/roundhouse/new/drafts");
  }

  private List<Path> drafts() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(each -> each.toString().endsWith(".md")).toList();
    }
  }

  @Test
  void noRunSeesTheIssueBeforeTheEditorHasEnded() throws Exception {
    Shell.Answer answer =
        edited("find '" + git.root() + "' -path '*/issues/*'; echo more >>\"$2\"");

    assertThat(answer.out().lines().filter(each -> each.startsWith("/"))).isEmpty();
    assertThat(answer.out()).endsWith("Created issues/P3-BUG-001-fix-it.md\n");
    assertThat(git.read("issues/P3-BUG-001-fix-it.md")).endsWith("more\n");
    assertThat(drafts()).isEmpty();
  }

  @Test
  void whatWasTypedIsKeptIfTheEditorFailsAndNothingIsIfNothingWasTyped() throws Exception {
    Shell.Answer untouched = edited("exit 3");
    assertThat(untouched.code()).isEqualTo(2);
    assertThat(untouched.out()).contains("the editor exited with 3, so there is no new issue");
    assertThat(drafts()).isEmpty();

    Shell.Answer failed = edited("echo a long story >>\"$2\"; kill -9 $$");

    Path kept = folder().resolve("P3-BUG-001-fix-it.md");
    assertThat(failed.code()).isEqualTo(2);
    assertThat(failed.out()).contains("what was typed is in " + kept.toRealPath());
    assertThat(kept).content().contains("a long story");
    assertThat(git.root().resolve("issues")).doesNotExist();
    assertThat(typed("new", "Fix that").out()).as("the id is taken").contains("BUG-002");
  }

  @Test
  void whatWasTypedIsKeptIfTheProgramIsKilledAndTheNextOneSaysWhere() throws Exception {
    Path log = temporary.resolve("log");
    String editor = git.script("editor", "echo a story >>\"$1\"; echo $$ >\"$HOME/up\"; sleep 100");
    Process process =
        shell.startWith(Map.of("EDITOR", "exec " + editor), log, "new", "Fix it", "--edit");
    started.add(process);
    Patience.await().until(() -> Files.exists(git.home().resolve("up")));
    assertThat(onScreen().err()).as("it is being edited").isEmpty();
    List<ProcessHandle> editors = process.descendants().toList();
    process.destroyForcibly();
    Patience.exitCode(process);
    editors.forEach(ProcessHandle::destroyForcibly);

    Path kept = folder().resolve("P3-BUG-001-fix-it.md").toRealPath();
    assertThat(kept).content().contains("a story");
    assertThat(onScreen().err())
        .contains("the text of an issue that was never added is in " + kept);
  }

  private Shell.Answer onScreen() {
    return shell.typeOnScreen(200, "new", "Another", "--no-edit");
  }

  @Test
  void aFileThatCameMeanwhileStaysAndSoDoesTheDraft() throws Exception {
    String path = git.root().resolve("issues/P3-BUG-001-fix-it.md").toString();
    Shell.Answer answer =
        edited(
            "mkdir -p '"
                + git.root()
                + "/issues'; echo '# Theirs' >'"
                + path
                + "';"
                + " echo mine >>\"$2\"");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains("P3-BUG-001-fix-it.md exists by now", "what was typed is in");
    assertThat(git.read("issues/P3-BUG-001-fix-it.md")).isEqualTo("# Theirs\n");
    assertThat(drafts()).hasSize(1);
  }

  @Test
  void linkedWorktreesNeverGetOneIdThoughNeitherSeesTheFilesOfTheOther() {
    git.issue("BUG-7").commitAll("backlog");
    Path other = temporary.resolve("other");
    git.git("worktree", "add", "-q", "-b", "other", other.toString());

    assertThat(typed("new", "Fix one").out()).contains("BUG-8");
    assertThat(shell.typeIn(other, "new", "Fix two").out()).contains("BUG-9");
    assertThat(typed("new", "Add three").out()).contains("FEAT-10");
    assertThat(shell.typeIn(other, "new", "Fix four").out()).contains("BUG-10");
  }

  @Test
  void aFileThatIsLeftEmptyIsDeletedAndABrokenOneIsReported() throws Exception {
    Shell.Answer emptied = edited("echo >\"$2\"");
    assertThat(emptied.code()).isEqualTo(2);
    assertThat(emptied.out()).contains("left empty");
    assertThat(git.root().resolve("issues")).doesNotExist();
    assertThat(drafts()).isEmpty();

    Shell.Answer broken = edited("printf -- '---\\nid: [\\n---\\n' >\"$2\"");

    assertThat(broken.out()).contains("the front matter is not valid");

    Shell.Answer latin = edited("printf '# caf\\351\\n' >\"$2\"");

    assertThat(latin.code()).isZero();
    assertThat(latin.out()).contains("this is not valid UTF-8");
  }

  @Test
  @Tag("slow")
  void manyAtOnceInManyProcessesNeverGetOneId() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Process each =
          shell.start(temporary.resolve("log" + i), "new", "--print-path", "Fix number " + i);
      processes.add(each);
      started.add(each);
    }
    List<String> here =
        Race.of(4).run(() -> typed("new", "--json", "Fix it").json().path("issue").asString());
    for (Process each : processes) {
      assertThat(Patience.exitCode(each)).isZero();
    }

    JsonNode issues = shell.type("list", "--json").json().path("issues");
    assertThat(issues).hasSize(10);
    assertThat(shell.type("lint").out()).contains("0 errors, 0 warnings");
    assertThat(here).doesNotHaveDuplicates().hasSize(4);
  }
}
