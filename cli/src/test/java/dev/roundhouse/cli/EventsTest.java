package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --events}: what happens in a run, for programs. */
class EventsTest extends CommandFixture {
  private static List<JsonNode> parse(List<String> lines) {
    return lines.stream().<JsonNode>map(JsonMapper.shared()::readTree).toList();
  }

  private static List<String> kinds(List<JsonNode> events) {
    return events.stream().map(each -> each.path("kind").asString()).toList();
  }

  @Test
  void aRunWritesWhatHappenedIntoTheFileAndPrintsWhatItAlwaysPrints() throws IOException {
    git.issue("A-1").commitAll("backlog");
    Shell.Answer answer = run(EDIT, "--gate", "true", "--events", "events.ndjson", "--json");

    List<JsonNode> events = parse(Files.readAllLines(git.root().resolve("events.ndjson")));
    assertThat(answer.code()).isZero();
    assertThat(answer.json().path("landed").asInt()).isEqualTo(1);
    assertThat(kinds(events))
        .startsWith("started")
        .containsSubsequence("claimed", "entered", "judged", "landed", "finished");
    assertThat(events).extracting(each -> each.path("seq").asInt()).isSorted();
    assertThat(events)
        .filteredOn(each -> each.path("kind").asString().equals("finished"))
        .allMatch(each -> each.path("run").equals(answer.json().path("run")));
  }

  @Test
  void printedEventsHaveStandardOutputToThemselves() {
    git.issue("A-1").commitAll("backlog");
    Shell.Answer answer = run(EDIT, "--events", "-");

    assertThat(kinds(parse(answer.out().lines().toList()))).contains("landed", "finished");
    assertThat(answer.err()).contains("landed      A-1", "1 landed");
  }

  @Test
  void oneTaskWritesThemToo() throws IOException {
    String agent = git.script("agent", EDIT);
    Shell.Answer answer =
        shell.type("do", "Add a file", "--agent", agent, "--no-gate", "--land", "--events", "-");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(kinds(parse(answer.out().lines().toList()))).contains("landed", "finished");
  }

  @Test
  void aRunThatEndsWithAnErrorSaysSo() throws IOException {
    git.issue("A-1").commitAll("backlog");
    Shell.Answer answer =
        run("rm -rf \"$(git rev-parse --git-common-dir)/roundhouse\"", "--events", "e");

    assertThat(answer.code()).isNotZero();
    assertThat(kinds(parse(Files.readAllLines(git.root().resolve("e"))))).endsWith("aborted");
  }

  @Test
  void whatCannotBeIsRefusedAndNothingRuns() {
    git.issue("A-1").commitAll("backlog");

    Shell.Answer twice = run(EDIT, "--events", "-", "--json");
    Shell.Answer nowhere = run(EDIT, "--events", "no/such/directory/events");
    Shell.Answer dry = run(EDIT, "--events", "events", "--dry-run");
    Shell.Answer empty = run(EDIT, "--events", "");

    assertThat(List.of(twice.code(), nowhere.code(), dry.code(), empty.code())).containsOnly(2);
    assertThat(twice.err()).contains("--json and '--events -' both need standard output");
    assertThat(nowhere.err()).contains("--events cannot be written: ", "no/such/directory");
    assertThat(shell.status("A-1")).isEqualTo("open");
    assertThat(git.root().resolve("events")).doesNotExist();
  }

  @Test
  void aReaderWhoClosesThePipeDoesNotHarmTheRun() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    Path pipe = temporary.resolve("pipe");
    Patience.exitCode(new ProcessBuilder("mkfifo", pipe.toString()).start());
    Path log = temporary.resolve("log");
    Process run =
        shell.start(
            log,
            "run",
            "--agent",
            git.script("agent", EDIT + "sleep 0.2\n"),
            "--events",
            pipe.toString());
    Process reader = new ProcessBuilder("head", "-n", "1", pipe.toString()).start();

    assertThat(Patience.exitCode(reader)).isZero();
    assertThat(Patience.exitCode(run)).as(Files.readString(log)).isZero();
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-2");
    assertThat(Files.readString(log)).containsOnlyOnce("events are no longer written");
  }

  @Test
  void aRunThatIsKilledLeavesWholeLinesAndTheNextOneGoesOnBehindThem() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    Path file = temporary.resolve("events");
    Path log = temporary.resolve("log");
    String agent = git.script("agent", EDIT + "[ -e \"$HOME/fast\" ] || sleep 300\n");
    String[] words = {"run", "--agent", agent, "--workers", "2", "--events", file.toString()};
    Process run = shell.start(log, words);
    Patience.await()
        .until(() -> Files.exists(file) && Files.readString(file).split("\"agent\"").length > 3);
    run.destroyForcibly();
    Patience.exitCode(run);
    String before = Files.readString(file);
    Files.createFile(git.home().resolve("fast"));

    assertThat(shell.type(words).code()).isZero();

    String after = Files.readString(file);
    assertThat(after).startsWith(before);
    String whole = before.substring(0, before.lastIndexOf('\n') + 1);
    assertThat(parse(whole.lines().toList())).hasSizeGreaterThan(4);
    assertThat(kinds(parse(after.substring(before.length()).strip().lines().toList())))
        .contains("landed")
        .endsWith("finished");
  }
}
