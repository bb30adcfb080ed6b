package dev.roundhouse.contracts;

import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import java.io.IOException;
import java.nio.file.Files;

/**
 * An agent in this process that leaves its time to the run: it neither reads its limit nor waits
 * for {@link AgentMonitor#interrupted}, and says in words what went wrong.
 */
class SleepingAgentTest extends AgentContract {
  private static final long LONG_MILLIS = 3_600_000;

  /** Makes a file, and another of its own, and then sleeps or ends as it was told. */
  private record SleepingAgent(String file, AgentEnding ending, boolean sleeps) implements Agent {
    @Override
    public String display() {
      return "sleeper";
    }

    @Override
    public AgentEnding work(AgentRequest request, AgentMonitor monitor)
        throws IOException, InterruptedException {
      Files.createFile(request.worktree().resolve(".notes"));
      Files.createFile(request.worktree().resolve(file));
      if (sleeps) {
        Thread.sleep(LONG_MILLIS);
      }
      return ending;
    }
  }

  @Override
  protected Agent making(String file) {
    return new SleepingAgent(file, new AgentEnding.Exited(0), false);
  }

  @Override
  protected Agent failing() {
    return new SleepingAgent("x", new AgentEnding.Failed("the model is not available"), false);
  }

  @Override
  protected Agent endless(String file) {
    return new SleepingAgent(file, new AgentEnding.Exited(0), true);
  }
}
