package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The report of a run, at its end and asked for later. */
class ReportCommandTest extends CommandFixture {
  private static final String LAST_LINE =
      "Report: \\.git/roundhouse/runs/run_[0-9a-f]{12}/report\\.html";

  private Path folder(String run) {
    return git.root().resolve(".git/roundhouse/runs").resolve(run);
  }

  private String runId() {
    return shell.type("report", "--json").json().path("run").path("id").asString();
  }

  @Test
  void aRunWritesItsReportInEveryFormAndNamesThePageLast() throws IOException {
    git.issue("A-1").issue("A-2", "blocked_by: A-1").commitAll("backlog");

    Shell.Answer answer = run(EDIT);

    List<String> lines = answer.out().lines().toList();
    assertThat(lines.get(lines.size() - 1)).matches(LAST_LINE);
    assertThat(answer.err()).isEmpty();
    try (var files = Files.list(folder(runId()))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .contains("report.html", "report.md", "report.json", "TEST-roundhouse.xml");
    }
    assertThat(Files.readString(folder(runId()).resolve("report.html")))
        .contains("All 2 issues landed on main", "git log --oneline");
  }

  @Test
  void theLinesOfAScriptStayItsOwn() {
    git.issue("A-1").commitAll("backlog");

    Shell.Answer answer = run(EDIT, "--json");

    assertThat(answer.json().path("landed").asInt()).isEqualTo(1);
    assertThat(answer.err()).contains("Report: .git/roundhouse/runs/");
  }

  @Test
  void aReportThatCannotBeWrittenIsAWarningAndNoMore() {
    git.issue("A-1").commitAll("backlog");
    String inTheWay =
        "for run in \""
            + git.root()
            + "\"/.git/roundhouse/runs/run_*; do mkdir -p \"$run/report.html/x\"; done\n";

    Shell.Answer answer = run(inTheWay + EDIT);

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).doesNotContain("Report:");
    assertThat(answer.err())
        .contains("roundhouse: the report was not written: ", "'roundhouse report' tries again");
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void eachFormIsPrintedOrWrittenToAFile() throws IOException {
    git.issue("A-1").commitAll("backlog");
    run("exit 3", "--attempts", "1");

    assertThat(shell.type("report").out()).matches(LAST_LINE + "\n");
    assertThat(shell.type("report", "--html", "--output", "-").out()).startsWith("<!DOCTYPE html>");
    assertThat(shell.type("report", "--md").out())
        .startsWith("## 0 of 1 issue landed on main")
        .contains("→ `roundhouse review A-1`");
    assertThat(shell.type("report", "--junit").out())
        .contains("<failure message=\"the agent exited with 3");
    JsonNode json = shell.type("report", "last", "--json").json();
    assertThat(json.path("summary").path("discardedWork").path("attempts").asInt()).isEqualTo(1);
    assertThat(shell.type("report", "--junit", "--output", "r.xml").out())
        .isEqualTo("Report: r.xml\n");
    assertThat(Files.readString(git.root().resolve("r.xml"))).startsWith("<?xml ");
  }

  @Test
  void aRunIsNamedByItsIdOrTheBeginningOfIt() {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    run(EDIT, "--only", "A-1");
    String first = runId();
    run(EDIT, "--only", "A-2");
    String second = runId();

    assertThat(
            shell
                .type("report", first, "--json")
                .json()
                .path("issues")
                .path(0)
                .path("id")
                .asString())
        .isEqualTo("A-1");
    assertThat(
            shell
                .type("report", first.substring(4, 14), "--json")
                .json()
                .path("run")
                .path("id")
                .asString())
        .isEqualTo(first);
    assertThat(shell.type("__complete", "report", "").out().lines())
        .containsExactly(second + "\tfinished", first + "\tfinished");
  }

  @Test
  void whatCannotBeReportedIsRefusedWithWhatToTypeInstead() {
    git.issue("A-1").commitAll("backlog");

    Shell.Answer none = shell.type("report");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err())
        .contains("no run in this repository", "'roundhouse run' starts the first one");
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();

    run(EDIT);
    String id = runId();
    Shell.Answer unknown =
        shell.type("report", id.replace(id.charAt(15), id.charAt(15) == 'a' ? 'b' : 'a'));
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no run run_", "did you mean '" + id + "'?");
    assertThat(shell.type("report", "--md", "--json").code()).isEqualTo(2);
    assertThat(shell.type("report", "--output", "missing/r.html").code()).isEqualTo(2);
    assertThat(shell.type("report", "--output", "issues").err()).contains("is a directory");
  }

  @Test
  void oldReportsGoWithTheLogsOfTheirRun() throws IOException {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    run(EDIT, "--only", "A-1");
    String first = runId();
    run(EDIT, "--only", "A-2");
    git.write("roundhouse.yaml", "retention: {keep: 1, age: 0s}\n");

    Shell.Answer answer = shell.type("gc");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(folder(first)).doesNotExist();
    assertThat(folder(runId()).resolve("report.html")).exists();
    assertThat(shell.type("report", first, "--md").out())
        .as("the ledger still has it")
        .contains("A-1");
  }
}
