package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real CLIs going on in a session of their own; run as {@link RealAgentsTest} is. */
class RealSessionsTest {
  private static final IssueId ISSUE = new IssueId("A-1");
  private static final String FIRST = "-- write a greeting\n";
  private static final String SECOND = "-- in capitals, please\n";

  @TempDir Path temporary;
  private GitFixture git;
  private RealAgentFixture agents;
  private Path log;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    RealAgentFixture.install();
  }

  @BeforeEach
  void prepare() {
    git = GitFixture.in(temporary.resolve("project"));
    agents = new RealAgentFixture(git, temporary);
    log = temporary.resolve("log");
    git.git("worktree", "add", "-q", "-b", "one", temporary.resolve("slot-1").toString());
    git.git("worktree", "add", "-q", "-b", "two", temporary.resolve("slot-2").toString());
  }

  @ParameterizedTest
  @CsvSource({"claude, slot-1", "claude, slot-2", "codex, slot-1", "codex, slot-2"})
  void aSessionGoesOnInAnyWorktreeOfItsRepository(String name, String slot) throws Exception {
    try (ScriptedModel model = ScriptedModel.wanting("printf hello > greeting.txt")) {
      String session = begun(name, model);

      ProcessEnding ending = resumed(name, model, session, slot);

      assertThat(ending).as(Files.readString(log)).isEqualTo(new ProcessEnding.Exited(0));
      assertThat(model.requests())
          .anyMatch(each -> each.contains(FIRST.strip()) && each.contains(SECOND.strip()));
      assertThat(report(name).session()).isEqualTo(session);
      assertThat(couldNotResume(name, ending)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"claude, false", "claude, true", "codex, false", "codex, true"})
  void aSessionWhoseFilesAreGoneOrDamagedIsTold(String name, boolean damaged) throws Exception {
    try (ScriptedModel model = ScriptedModel.wanting("printf hello > greeting.txt")) {
      String session = begun(name, model);
      int asked = model.requests().size();
      lose(session, damaged);

      ProcessEnding ending = resumed(name, model, session, "slot-1");

      assertThat(ending).as(Files.readString(log)).isEqualTo(new ProcessEnding.Exited(1));
      assertThat(model.requests()).hasSize(asked);
      assertThat(couldNotResume(name, ending)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"claude, 400", "claude, 404", "codex, 400", "codex, 401", "codex, 500"})
  void aServiceThatFailsIsNotASessionThatIsGone(String name, int status) throws Exception {
    String session;
    try (ScriptedModel model = ScriptedModel.wanting("printf hello > greeting.txt")) {
      session = begun(name, model);
    }
    try (ScriptedModel model =
        ScriptedModel.refusing(new ScriptedModel.Refusal(status, "{}", Map.of()))) {
      ProcessEnding ending = resumed(name, model, session, "slot-2");

      assertThat(ending).as(Files.readString(log)).isEqualTo(new ProcessEnding.Exited(1));
      assertThat(couldNotResume(name, ending)).isFalse();
    }
  }

  /** The whole way: a run, comments, and another run, in whatever worktree that one takes. */
  @ParameterizedTest
  @ValueSource(strings = {"claude", "codex"})
  void workThatIsSentBackIsAnsweredInItsSession(String name) throws Exception {
    git.issue("A-1").commitAll("backlog");
    try (ScriptedModel model = ScriptedModel.wanting("printf hello > greeting.txt")) {
      run(name, model);
      PlanEditor plan = git.orchestrator().build().planEditor();
      plan.sendBack(List.of(ISSUE), SECOND);
      run(name, model);

      assertThat(model.requests())
          .anyMatch(each -> each.contains("Work on A-1") && each.contains(SECOND.strip()));
      List<AttemptSummary> history =
          Ledger.read(git.root().resolve(".git/roundhouse")).issue(ISSUE).orElseThrow().history();
      assertThat(history).extracting(AttemptSummary::session).doesNotContain(Optional.empty());
      assertThat(history)
          .extracting(AttemptSummary::session)
          .containsOnly(history.get(0).session());
      plan.approve(List.of(ISSUE));
      assertThat(run(name, model).landed()).isEqualTo(1);
      assertThat(git.show("main", "greeting.txt")).isEqualTo("hello");
    }
  }

  private RunReport run(String name, ScriptedModel model) throws Exception {
    Map<String, String> environment = new TreeMap<>(git.environment());
    environment.putAll(agents.settings(name, model.url()));
    RunOptions.Builder options = RunOptions.builder().agent(new Command(program(name)));
    options.form(DeliveryOptions.DEFAULT.reviewed(DeliveryOptions.Review.REQUIRED));
    options.agents(
        options.agents().toBuilder().environment(List.copyOf(environment.keySet())).build());
    return Orchestrator.at(git.root())
        .environment(environment)
        .options(options.build())
        .build()
        .run();
  }

  private String begun(String name, ScriptedModel model) throws Exception {
    List<String> argv = profile(name).argv(program(name), List.of(), "", Path.of(""));
    place(name, model, "slot-1").run(argv, FIRST, log);
    String session = report(name).session();
    log = temporary.resolve("log-2");
    return session;
  }

  private ProcessEnding resumed(String name, ScriptedModel model, String session, String slot)
      throws Exception {
    List<String> argv = profile(name).resume(program(name), List.of(), session).orElseThrow();
    return place(name, model, slot).run(argv, SECOND, log);
  }

  private RealAgentFixture.Place place(String name, ScriptedModel model, String slot)
      throws IOException {
    return agents.in(
        temporary.resolve(slot), agents.settings(name, model.url()), RealAgentFixture.LIMIT);
  }

  private static List<String> program(String name) {
    return List.of(RealAgentFixture.program(name));
  }

  private static AgentProfile profile(String name) {
    return AgentProfile.find(name).orElseThrow();
  }

  private AgentReport report(String name) throws IOException {
    return profile(name).format().read(log, Clock.systemUTC());
  }

  private boolean couldNotResume(String name, ProcessEnding ending) throws IOException {
    int code = ending instanceof ProcessEnding.Exited exited ? exited.code() : -1;
    return profile(name).couldNotResume(new AgentEnding.Exited(code), report(name), log);
  }

  private void lose(String session, boolean damaged) throws IOException {
    try (Stream<Path> all = Files.walk(temporary)) {
      for (Path file : all.filter(each -> each.toString().endsWith(session + ".jsonl")).toList()) {
        Files.delete(file);
        if (damaged) {
          Files.writeString(file, "damaged\n");
        }
      }
    }
  }
}
