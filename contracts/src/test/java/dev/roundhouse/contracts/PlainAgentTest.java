package dev.roundhouse.contracts;

import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An agent in this process. */
class PlainAgentTest extends AgentContract {
  private static final Duration LONG = Duration.ofHours(1);

  /** What an agent does with its worktree. */
  private interface Work {
    AgentEnding in(Path worktree) throws IOException;
  }

  /** An agent that is content as soon as its work is done, or works until it must end. */
  private record PlainAgent(Work work, boolean ends) implements Agent {
    @Override
    public String display() {
      return "plain";
    }

    @Override
    public AgentEnding work(AgentRequest request, AgentMonitor monitor)
        throws IOException, InterruptedException {
      AgentEnding ending = work.in(request.worktree());
      if (ends) {
        return ending;
      }
      Duration limit = request.limit().orElse(LONG);
      try {
        monitor.interrupted().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        return new AgentEnding.Interrupted();
      } catch (TimeoutException late) {
        return new AgentEnding.TimedOut(limit);
      } catch (ExecutionException odd) {
        throw new IOException(odd);
      }
    }
  }

  private static AgentEnding make(Path worktree, String file) throws IOException {
    Files.createFile(worktree.resolve(file));
    return new AgentEnding.Exited(0);
  }

  @Override
  protected Agent making(String file) {
    return new PlainAgent(worktree -> make(worktree, file), true);
  }

  @Override
  protected Agent failing() {
    return new PlainAgent(worktree -> new AgentEnding.Exited(1), true);
  }

  @Override
  protected Agent endless(String file) {
    return new PlainAgent(worktree -> make(worktree, file), false);
  }
}
