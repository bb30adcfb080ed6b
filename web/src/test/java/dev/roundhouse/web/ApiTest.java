package dev.roundhouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.IssueEdit;
import dev.roundhouse.web.review.CommentsFile;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the API shows and does, on real git with a scripted agent. */
class ApiTest {
  private static final Path PAGE = Path.of("../docs/web-api.md");
  private static final Pattern ROUTE = Pattern.compile("\\| `(GET|POST|PUT) (/\\S+)` \\|.*");

  @TempDir Path temporary;
  private ServedProject project;

  @BeforeEach
  void serve() throws Exception {
    project = new ServedProject(temporary);
    project.git().issue("A-1").issue("A-2", "priority: P1").commitAll("backlog");
    project.serve();
  }

  @AfterEach
  void end() {
    project.close();
  }

  private JsonNode issue(String id) throws Exception {
    return project.json("api/v1/issues/" + id);
  }

  private HttpResponse<String> act(String id, String action, Map<String, Object> more)
      throws Exception {
    Map<String, Object> body = new java.util.HashMap<>(more);
    body.putIfAbsent("version", project.version(id));
    return project.post("api/v1/issues/" + id + "/" + action, body);
  }

  @Test
  void itsHealthNeedsNoToken() throws Exception {
    HttpResponse<String> answer =
        project.send(HttpRequest.newBuilder(project.server().address().resolve("/health")));

    assertThat(answer.body())
        .matches(
            "\\{\"status\":\"ok\",\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00\"}");
  }

  @Test
  void homeIsWhatNeedsAPersonAndThenWhatComesNext() throws Exception {
    project.plan().hold(List.of(new IssueId("A-2")), dev.roundhouse.core.ledger.ApprovalStage.RUN);
    project.run(ServedProject.AGENT);
    project.git().issue("A-3").commitAll("more");

    JsonNode home = project.json("api/v1/home");

    assertThat(home.path("needsYou").findValuesAsString("issue")).containsExactly("A-2", "A-1");
    assertThat(home.path("needsYou").findValuesAsString("kind"))
        .containsExactly("start", "landing");
    assertThat(home.path("next").findValuesAsString("id")).containsExactly("A-3");
    assertThat(home.path("run").path("active").asBoolean()).isFalse();
    assertThat(home.path("position").asLong()).isEqualTo(project.view().position());
  }

  @Test
  void whatIsApprovedLandsAndIsShownAsLanded() throws Exception {
    project.run(ServedProject.AGENT);

    assertThat(act("A-1", "approve", Map.of()).statusCode()).isEqualTo(200);
    project.run(ServedProject.AGENT);

    assertThat(project.git().show("main", "A-1.txt")).isEqualTo("attempt 1");
    assertThat(project.json("api/v1/home").path("landed").findValuesAsString("id"))
        .containsExactly("A-1");
  }

  @Test
  void whatHasChangedSinceItWasReadIsAConflictAndNothingIsDone() throws Exception {
    project.run(ServedProject.AGENT);
    long read = issue("A-1").path("version").asLong();
    project.plan().edit(List.of(new IssueId("A-1")), IssueEdit.of(new Priority(1)));

    HttpResponse<String> answer = act("A-1", "approve", Map.of("version", read));
    JsonNode body = ServedProject.JSON.readTree(answer.body());

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(body.path("error").path("code").asString()).isEqualTo("changed");
    assertThat(body.path("read").asLong()).isEqualTo(read);
    assertThat(body.path("now").path("version").asLong()).isEqualTo(read + 1);
    assertThat(body.path("now").path("priority").asString()).isEqualTo("P1");
    assertThat(project.status("A-1")).isEqualTo("awaiting-approval");
  }

  @Test
  void whatIsNotPossibleIsSaid() throws Exception {
    HttpResponse<String> answer = act("A-1", "approve", Map.of());

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("not-possible");
    assertThat(act("A-1", "priority", Map.of("priority", "soon")).statusCode()).isEqualTo(400);
    assertThat(act("A-1", "explode", Map.of()).statusCode()).isEqualTo(404);
    assertThat(project.get("api/v1/issues/A-9").statusCode()).isEqualTo(404);
    assertThat(project.get("api/v1/issues/..%2Fx").statusCode()).isBetween(400, 404);
    assertThat(project.get("api/v1/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aPersonCanRefuseRetryCancelAndReorder() throws Exception {
    project.run(ServedProject.AGENT);

    act("A-1", "refuse", Map.of("reason", "the wrong\nway"));
    assertThat(project.status("A-1")).isEqualTo("skipped");
    assertThat(issue("A-1").path("reason").asString()).contains("the wrong way");
    act("A-1", "retry", Map.of());
    assertThat(project.status("A-1")).isEqualTo("open");
    act("A-1", "priority", Map.of("priority", "P0"));
    assertThat(issue("A-1").path("priority").asString()).isEqualTo("P0");
    act("A-1", "cancel", Map.of());
    assertThat(project.status("A-1")).isEqualTo("cancelled");
  }

  @Test
  void aRetryCanCarryComments() throws Exception {
    project.run(ServedProject.AGENT);

    act("A-1", "retry", Map.of("comments", "write it in capitals"));
    project.run(ServedProject.AGENT);

    assertThat(project.prompt("A-1", 2)).contains("write it in capitals");
    JsonNode diff = project.json("api/v1/issues/A-1/diff");
    assertThat(lineOf(diff, "attempt 1").get(0).asString()).as("it goes on").isEqualTo("+");
    assertThat(lineOf(diff, "attempt 2").get(0).asString()).isEqualTo("+");
  }

  @Test
  void commentsOnLinesAreDraftsUntilTheyAreSentTogether() throws Exception {
    project.run(ServedProject.AGENT);
    JsonNode diff = project.json("api/v1/issues/A-1/diff");
    JsonNode line = lineOf(diff, "attempt 1");
    String path = "api/v1/issues/A-1/comments";
    Map<String, Object> on =
        Map.of("commit", diff.path("to").asString(), "line", line.get(3).asInt(), "text", "louder");
    Map<String, Object> whole =
        Map.of("commit", diff.path("to").asString(), "line", -1, "text", "> fine\notherwise");

    assertThat(project.change("PUT", path, on).statusCode()).isEqualTo(200);
    assertThat(project.change("PUT", path, whole).statusCode()).isEqualTo(200);
    project.restart();

    JsonNode drafts = project.json("api/v1/issues/A-1/diff").path("drafts");
    assertThat(drafts.findValuesAsString("text")).containsExactly("> fine\notherwise", "louder");
    assertThat(drafts.get(1).path("path").asString()).isEqualTo("A-1.txt");
    assertThat(project.status("A-1")).as("nothing is sent yet").isEqualTo("awaiting-approval");

    assertThat(act("A-1", "send", Map.of()).statusCode()).isEqualTo(200);
    project.run(ServedProject.AGENT);

    assertThat(project.prompt("A-1", 2)).contains("> fine\notherwise", "A-1.txt:1: louder");
    assertThat(project.json("api/v1/issues/A-1/diff").path("drafts")).isEmpty();
    assertThat(act("A-1", "send", Map.of()).statusCode()).as("none to send").isEqualTo(400);
  }

  private static JsonNode lineOf(JsonNode diff, String text) {
    for (JsonNode file : diff.path("files")) {
      for (JsonNode line : file.path("lines")) {
        if (line.get(1).asString().equals(text)) {
          return line;
        }
      }
    }
    throw new AssertionError(text + " is not in " + diff);
  }

  @Test
  void commentsThatCannotBeReadAreLeftAlone() throws Exception {
    project.run(ServedProject.AGENT);
    String commit = project.json("api/v1/issues/A-1/diff").path("to").asString();
    String path = "api/v1/issues/A-1/comments";
    project.change("PUT", path, Map.of("commit", commit, "line", -1, "text", "mine\0"));
    assertThat(project.json("api/v1/issues/A-1/diff").path("drafts")).as("NUL").hasSize(1);
    Path file;
    try (CommentsFile comments =
        CommentsFile.take(project.stateDir(), new IssueId("A-1")).orElseThrow()) {
      file = comments.path();
    }
    byte[] wide = Files.readString(file).getBytes(StandardCharsets.UTF_16LE);
    Files.write(file, wide);

    for (String text : List.of("other", "")) {
      Map<String, Object> comment = Map.of("commit", commit, "line", -1, "text", text);
      HttpResponse<String> answer = project.change("PUT", path, comment);
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body()).contains("is not in UTF-8");
    }
    assertThat(act("A-1", "send", Map.of()).statusCode()).isEqualTo(422);
    assertThat(file).hasBinaryContent(wide);
    assertThat(project.json("api/v1/issues/A-1/diff").path("earlierDrafts").asString())
        .isEqualTo(file.toString());
  }

  @Test
  void aRequestThatMakesNoSenseIsRefused() throws Exception {
    Map<String, Object> none = Map.of("commit", "", "line", -1, "text", "x");
    String path = "api/v1/issues/A-1/";
    assertThat(project.change("PUT", path + "comments", none).statusCode())
        .as("there is no work")
        .isEqualTo(400);
    assertThat(project.change("DELETE", path + "skip", Map.of("version", 0)).statusCode())
        .isEqualTo(405);
    assertThat(issue("A-1").path("status").asString()).isEqualTo("open");
    project.run(ServedProject.AGENT);
    String commit = project.json(path + "diff").path("to").asString();
    Map<String, Object> far = Map.of("commit", commit, "line", 1L << 40, "text", "x");

    assertThat(project.change("PUT", path + "comments", far).statusCode()).isEqualTo(400);
  }

  @Test
  void textThatWouldTakeMinutesToRenderIsShownAsItIs() throws Exception {
    String slow = "*a_b".repeat(20_000) + "_*".repeat(20_000);
    assertThat(SafeMarkdown.html("<b>\n\n" + slow)).startsWith("<pre>&lt;b&gt;").contains(slow);
    assertThat(SafeMarkdown.html("- *a*\n\n".repeat(4_000))).contains("<li>", "<em>");
  }

  @Test
  void aCommentOnOtherWorkIsAConflict() throws Exception {
    project.run(ServedProject.AGENT);
    Map<String, Object> comment = Map.of("commit", "0".repeat(40), "line", 1, "text", "x");

    HttpResponse<String> answer = project.change("PUT", "api/v1/issues/A-1/comments", comment);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(project.json("api/v1/issues/A-1/diff").path("drafts")).isEmpty();
  }

  @Test
  void whileAPersonTypesInAnEditorTheFileIsLeftAlone() throws Exception {
    project.run(ServedProject.AGENT);
    String commit = project.json("api/v1/issues/A-1/diff").path("to").asString();
    Map<String, Object> comment = Map.of("commit", commit, "line", -1, "text", "x");
    String path = "api/v1/issues/A-1/comments";

    try (CommentsFile editor =
        CommentsFile.take(project.stateDir(), new IssueId("A-1")).orElseThrow()) {
      HttpResponse<String> answer = project.change("PUT", path, comment);
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("are being typed in an editor (process ");
      assertThat(editor.path()).doesNotExist();
    }
    assertThat(project.change("PUT", path, comment).statusCode()).isEqualTo(200);
  }

  @Test
  void afterALookOnlyWhatHasChangedSinceIsNew() throws Exception {
    project.run(ServedProject.AGENT);
    JsonNode first = project.json("api/v1/issues/A-1/diff");
    assertThat(first.path("since").isNull()).isTrue();
    project.post("api/v1/issues/A-1/look", Map.of("commit", first.path("to").asString()));
    act("A-1", "retry", Map.of("comments", "once more"));
    project.run(ServedProject.AGENT);

    JsonNode diff = project.json("api/v1/issues/A-1/diff");

    List<JsonNode> since = new java.util.ArrayList<>();
    diff.path("since").path("files").forEach(file -> file.path("lines").forEach(since::add));
    assertThat(since)
        .extracting(line -> line.get(0).asString() + line.get(1).asString())
        .contains(" attempt 1", "+attempt 2");
    JsonNode added = lineOf(diff.path("since"), "attempt 2");
    assertThat(added.get(3))
        .as("its line in the whole diff")
        .isEqualTo(lineOf(diff, "attempt 2").get(3));
  }

  @Test
  void theLogIsWhatTheAgentPrintedEntryByEntry() throws Exception {
    project.run("echo one; echo two; echo x >x.txt");

    JsonNode log = project.json("api/v1/issues/A-1/log");

    assertThat(log.path("entries").findValuesAsString("text")).containsExactly("one", "two");
    assertThat(project.json("api/v1/issues/A-1/log?from=1").path("entries")).hasSize(1);
    assertThat(project.json("api/v1/issues/A-1/log?step=prompt").path("count").asInt())
        .isPositive();
    assertThat(project.get("api/v1/issues/A-1/log?step=../../x").statusCode()).isEqualTo(400);
    assertThat(project.get("api/v1/issues/A-1/log?attempt=7").statusCode()).isEqualTo(404);
  }

  @Test
  void theNumbersAreInTheFormatOfPrometheus() throws Exception {
    project.run(ServedProject.AGENT);

    String metrics = project.get("metrics").body();

    assertThat(metrics)
        .contains("# TYPE roundhouse_issues gauge\n")
        .contains("roundhouse_issues{status=\"awaiting-approval\"} 2.0\n")
        .contains("roundhouse_run_active 0.0\n", "roundhouse_queue_length 0.0\n")
        .contains("roundhouse_attempts_total 2.0\n", "roundhouse_landings_total 0.0\n")
        .containsPattern("roundhouse_gate_seconds_total 0?\\.\\d+");
  }

  /** Each route of the page is called, and answers something other than that it does not exist. */
  @Test
  void everyRouteThatIsDocumentedAnswersAndNoOther() throws Exception {
    project.run(ServedProject.AGENT);
    int routes = 0;
    for (String each : Files.readAllLines(PAGE)) {
      Matcher route = ROUTE.matcher(each);
      if (route.matches() && !route.group(2).endsWith("/events")) {
        String path = route.group(2).substring(1).replace("{id}", "A-1");
        HttpResponse<String> answer =
            route.group(1).equals("GET")
                ? project.get(path)
                : project.change(route.group(1), path, Map.of("version", -1));
        assertThat(answer.statusCode()).as(each + answer.body()).isNotIn(404, 405, 500);
        routes++;
      }
    }
    assertThat(routes).isEqualTo(16);
  }
}
