package dev.roundhouse.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.UsageStatistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every kind of event is rendered as the published schema says, and as it was when its kind was
 * new. A line of the file of events is never changed or removed; a new kind, or a new form of one,
 * is added at its end, and then the checksum is that of the longer file.
 */
class EventJsonTest {
  private static final Path SCHEMA = Path.of("../docs/schemas/events.schema.json");
  private static final Path GOLDEN = Path.of("src/test/resources/events/v1.ndjson");
  private static final String GOLDEN_SHA256 =
      "0900a3fa38d9c8469160550d13129bb337d1668c16248d2ecd5bd16759977d21";

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final IssueId BUG = new IssueId("BUG-1");
  private static final RunId RUN = new RunId("run_0123456789ab");
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final Finding FINDING =
      new Finding(Finding.Severity.ERROR, "issues/x.md", 3, "wrong", "mend it", Set.of(BUG), true);

  private static List<RunEvent> events() {
    return List.of(
        started(Optional.empty()),
        started(Optional.of("make check")),
        new RunEvent.BaseGated("main", Optional.of(Path.of("/logs/gate.log"))),
        new RunEvent.BaseGated("main", Optional.empty()),
        new RunEvent.BacklogChanged(List.of(BUG), List.of(BUG), List.of(BUG), List.of(FINDING)),
        new RunEvent.Noticed(true, "first line\nsecond line \u2028 \"quoted\""),
        new RunEvent.Claimed(BUG, "Title", new AttemptId("att_000000000001"), 2, "w1"),
        new RunEvent.Entered(BUG, Phase.GATE, Optional.of(Path.of("/logs/gate.log"))),
        new RunEvent.Entered(BUG, Phase.QUEUE, Optional.empty()),
        new RunEvent.Returned(
            BUG, LifecycleStatus.RETRY_WAIT, "exited with 1", "lines\n", Optional.of(NOON)),
        new RunEvent.Returned(BUG, LifecycleStatus.AWAITING_APPROVAL, "needs review", ""),
        new RunEvent.Discarded(BUG),
        new RunEvent.Judged(BUG, true),
        new RunEvent.Flaked(BUG, "red"),
        new RunEvent.FollowUpFiled(BUG, new IssueId("BUG-1.1"), "More", true),
        new RunEvent.Landed(BUG, COMMIT, true),
        new RunEvent.Branched(BUG, "roundhouse/BUG-1", COMMIT, Optional.of("origin"), false),
        new RunEvent.Branched(BUG, "roundhouse/BUG-1", COMMIT, Optional.empty(), true),
        new RunEvent.TargetFollowed("main", COMMIT),
        new RunEvent.TargetWaits("main", "it has changes"),
        new RunEvent.Finished(report()),
        new RunEvent.Aborted("git failed"));
  }

  private static RunEvent.Started started(Optional<String> gate) {
    return new RunEvent.Started(
        RUN,
        "main",
        "./agent",
        gate,
        2,
        1,
        0,
        List.of(FINDING),
        () -> {
          throw new AssertionError("an event is rendered without reading the ledger");
        });
  }

  private static RunReport report() {
    IssueResult result =
        new IssueResult(BUG, "Title", "landed", 1, "", Optional.of(COMMIT), true, true);
    return new RunReport(
        RUN,
        "main",
        RunReport.Ending.FINISHED,
        "",
        List.of(result),
        List.of(),
        COMMIT,
        COMMIT,
        Optional.empty(),
        true,
        Duration.ofSeconds(2),
        Map.of(),
        Map.of(),
        0,
        UsageStatistics.NONE);
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    RunListener listener = RunListener.jsonLines(() -> NOON, lines::add);
    events().forEach(listener::on);
    return lines;
  }

  private static JsonNode json(String line) {
    return JsonMapper.shared().readTree(line);
  }

  private static JsonNode schemaTree() throws IOException {
    return json(Files.readString(SCHEMA));
  }

  private static List<String> problems(Collection<String> lines) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA));
    return lines.stream()
        .flatMap(line -> schema.validate(json(line)).stream().map(each -> each + " in " + line))
        .toList();
  }

  @Test
  void everyKindIsAmongTheEventsAndHasADescription() throws IOException {
    assertThat(events().stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.of(RunEvent.class.getPermittedSubclasses()));
    assertThat(lines().stream().map(EventJsonTest::kind).collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(schemaTree().path("$defs").propertyNames()));
  }

  @Test
  void whatIsRenderedIsValidAndNoKeyIsMissingFromTheSchema() throws IOException {
    assertThat(problems(lines())).isEmpty();
    JsonNode schema = schemaTree();
    for (String line : lines()) {
      JsonNode event = json(line);
      List<String> known = new ArrayList<>(schema.path("properties").propertyNames());
      known.addAll(
          schema
              .path("$defs")
              .path(event.path("kind").asString())
              .path("properties")
              .propertyNames());
      assertThat(event.propertyNames()).as(line).containsExactlyInAnyOrderElementsOf(known);
    }
  }

  @Test
  void theSchemaRefusesAnEventWithoutAKeyOrOfAnotherType() throws IOException {
    String landed = "{\"v\":1,\"seq\":1,\"time\":\"2026-01-01T12:00:00Z\",\"run\":null,\"kind\":";

    assertThat(problems(List.of(landed + "\"landed\",\"issue\":\"A-1\",\"tested\":true}")))
        .isNotEmpty();
    assertThat(problems(List.of(landed + "\"judged\",\"issue\":\"A-1\",\"green\":\"yes\"}")))
        .isNotEmpty();
    assertThat(problems(List.of(landed + "\"of a later version\",\"issue\":7}"))).isEmpty();
  }

  @Test
  void whatWasRenderedOnceIsStillValidAndKeepsItsKeys() throws IOException {
    List<String> golden = Files.readAllLines(GOLDEN);
    Map<String, List<String>> today = new HashMap<>();
    lines().forEach(each -> today.put(kind(each), List.copyOf(json(each).propertyNames())));

    assertThat(problems(golden)).isEmpty();
    assertThat(golden.stream().map(EventJsonTest::kind)).containsAll(today.keySet());
    for (String line : golden) {
      assertThat(today.get(kind(line))).as(line).containsAll(json(line).propertyNames());
    }
  }

  private static String kind(String line) {
    return json(line).path("kind").asString();
  }

  @Test
  void whatWasRenderedOnceIsNotRewritten() throws IOException {
    String content = Files.readString(GOLDEN);

    assertThat(Hashing.sha256().hashString(content, StandardCharsets.UTF_8).toString())
        .isEqualTo(GOLDEN_SHA256);
  }

  @Test
  void anEventIsOneLineWithTheNextNumberAndItsRun() {
    List<String> lines = new ArrayList<>();
    RunListener listener = RunListener.jsonLines(() -> NOON, lines::add);
    listener.on(new RunEvent.Noticed(false, "before\nit\r\nbegins"));
    events().forEach(listener::on);
    listener.on(new RunEvent.Noticed(false, "after"));

    assertThat(lines).noneMatch(each -> each.contains("\n") || each.contains("\r"));
    for (int i = 0; i < lines.size(); i++) {
      JsonNode event = json(lines.get(i));
      assertThat(event.path("seq").asInt()).isEqualTo(i + 1);
      assertThat(event.path("time").asString()).isEqualTo("2026-01-01T12:00:00Z");
    }
    assertThat(json(lines.get(0)).path("run").isNull()).isTrue();
    assertThat(json(lines.get(1)).path("run").asString()).isEqualTo(RUN.value());
    assertThat(json(lines.get(lines.size() - 1)).path("run").isNull()).isTrue();
  }
}
