package dev.roundhouse.orchestrator;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A project of two issues, and agents that work on them inside this process. */
abstract class InProcessAgentFixture {
  static final AgentEnding DONE = new AgentEnding.Exited(0);

  @TempDir Path temporary;

  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  GitFixture git;

  @BeforeEach
  void makeProject() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("A-2").commitAll("backlog");
  }

  /** What an agent does, without what it is called. */
  interface Work extends Agent {
    @Override
    default String display() {
      return "in process";
    }
  }

  /** Leaves a file named after the issue. */
  static AgentEnding write(AgentRequest request) throws IOException {
    Files.writeString(request.worktree().resolve(request.issue() + ".txt"), "done\n");
    return DONE;
  }

  static RunOptions.Builder options() {
    return RunOptions.builder().workers(1).attempts(1);
  }

  Orchestrator.Builder builder(Work agent, RunOptions.Builder options) {
    return git.orchestrator()
        .agent(agent)
        .options(options.build())
        .listener(
            event -> {
              if (event instanceof RunEvent.Noticed noticed && noticed.warning()) {
                warnings.add(noticed.message());
              }
            });
  }

  RunReport run(Work agent) throws Exception {
    return builder(agent, options()).build().run();
  }

  static IssueResult result(RunReport report, String id) {
    return report.issues().stream()
        .filter(each -> each.id().equals(new IssueId(id)))
        .findFirst()
        .orElseThrow();
  }

  static boolean isFirst(AgentRequest request) {
    return request.issue().equals(new IssueId("A-1"));
  }
}
