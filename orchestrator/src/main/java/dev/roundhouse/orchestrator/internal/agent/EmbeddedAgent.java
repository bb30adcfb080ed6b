package dev.roundhouse.orchestrator.internal.agent;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.internal.environment.EmbedderCode;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An agent of the embedder's, each attempt on a thread of its own, so that its time limits hold as
 * far as a thread can be ended. Whatever it throws without having declared it is a failure of the
 * attempt.
 *
 * <p>Safe for use by any number of threads, if the embedder's agent is.
 */
public final class EmbeddedAgent implements Agent {
  private static final System.Logger LOG = System.getLogger(EmbeddedAgent.class.getName());
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration ASKED = Duration.ofSeconds(1); // before it is interrupted

  private final Agent agent;
  private final TimeLimits limits;

  /** The run's side of an agent that works inside this process. */
  public interface Host extends AgentMonitor {
    /**
     * Records that the agent is about to start, inside this process; durable when this returns.
     *
     * @throws IOException if it could not be recorded; the agent must not start
     */
    void startingHere() throws IOException;

    /**
     * Takes the news that the agent did not end; {@code ended} completes once it does.
     *
     * @throws IOException if it could not be recorded
     */
    void abandoned(CompletableFuture<Void> ended) throws IOException;
  }

  /** Creates an agent that works as {@code agent} does, within {@code limits}. */
  public EmbeddedAgent(Agent agent, TimeLimits limits) {
    this.agent = agent;
    this.limits = limits;
  }

  @Override
  public String display() {
    return display(agent);
  }

  /** Returns the description of {@code agent}, or its class if it does not give one. */
  public static String display(Agent agent) {
    return EmbedderCode.ask(agent::display).orElse(agent.getClass().getName());
  }

  @Override
  public String redacted(String text) {
    return EmbedderCode.ask(() -> agent.redacted(text))
        .orElse("(withheld, because the agent could not redact it)");
  }

  /**
   * Works as the embedder's agent does.
   *
   * @param monitor a {@link Host}
   */
  @Override
  public AgentEnding work(AgentRequest agentRequest, AgentMonitor monitor)
      throws IOException, InterruptedException {
    if (!(monitor instanceof Host host)) {
      throw new IllegalArgumentException("only a run can host an agent: " + monitor);
    }
    host.startingHere();
    return new Work(agentRequest, host).ending();
  }

  /** One piece of work, as its agent sees it and as the run does. */
  private final class Work implements AgentMonitor {
    private final AgentRequest request;
    private final Host host;
    private final Thread thread;
    private final CompletableFuture<AgentEnding> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final AtomicReference<@Nullable AgentReport> report = new AtomicReference<>();
    private final AtomicReference<@Nullable Long> activeAt = new AtomicReference<>();
    private final long begun = System.nanoTime();

    Work(AgentRequest request, Host host) {
      this.request = request;
      this.host = host;
      this.thread = new Thread(this::work, "roundhouse-agent-" + request.issue());
      thread.setDaemon(true);
    }

    /** Lets the agent work, on this thread's behalf, until it ends or is given up. */
    AgentEnding ending() throws IOException, InterruptedException {
      thread.start();
      AgentEnding ending;
      try {
        Optional<AgentEnding> cut = awaitEnd();
        if (cut.isPresent()) {
          end();
        }
        ending = cut.isPresent() ? cut.get() : said();
      } catch (InterruptedException interrupted) {
        end();
        throw interrupted;
      }
      Optional.ofNullable(report.get()).ifPresent(host::reported);
      return ending;
    }

    private AgentEnding said() throws IOException, InterruptedException {
      try {
        return ended.get();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof IOException declared) {
          throw declared;
        }
        throw new IllegalStateException(failed);
      }
    }

    /** Waits until the agent has ended; returns the reason if it must be ended instead. */
    private Optional<AgentEnding> awaitEnd() throws InterruptedException {
      CompletableFuture<Object> either =
          CompletableFuture.anyOf(ended.handle((ending, failed) -> ""), host.interrupted());
      while (!either.isDone()) {
        Duration whole = whole().minusNanos(System.nanoTime() - begun);
        Duration idle = idle().orElse(whole);
        if (whole.isNegative() || whole.isZero()) {
          return Optional.of(new AgentEnding.TimedOut(whole()));
        }
        if (idle.isNegative() || idle.isZero()) {
          return Optional.of(new AgentEnding.Idle(limits.idle().orElseThrow()));
        }
        Duration left = idle.compareTo(whole) < 0 ? idle : whole;
        waitAtMost(left, either);
      }
      return ended.isDone() ? Optional.empty() : Optional.of(new AgentEnding.Interrupted());
    }

    private static void waitAtMost(Duration left, CompletableFuture<Object> either)
        throws InterruptedException {
      try {
        either.get(left.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException notYet) {
        LOG.log(System.Logger.Level.TRACE, "an agent is still at work", notYet);
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private Duration whole() {
      Duration limit = limits.whole();
      return request.limit().filter(each -> each.compareTo(limit) < 0).orElse(limit);
    }

    /** Returns the shortest time after which it can be idle; empty if there is no limit. */
    private Optional<Duration> idle() {
      Long last = activeAt.get();
      return last == null
          ? limits.idle()
          : limits.idle().map(limit -> limit.minusNanos(System.nanoTime() - last));
    }

    /** Ends the agent, as far as a thread can be ended. */
    private void end() throws IOException {
      // on a thread of its own, since what depends on it is foreign code
      Thread asking = new Thread(() -> stop.complete(null), thread.getName() + "-stop");
      asking.setDaemon(true);
      asking.start();
      Uninterruptibles.joinUninterruptibly(thread, ASKED);
      thread.interrupt();
      Uninterruptibles.joinUninterruptibly(thread, GRACE.minus(ASKED));
      if (thread.isAlive()) {
        host.abandoned(over);
      }
    }

    /** Lets the agent work, on its own thread. */
    private void work() {
      try {
        ended.complete(agentEnding());
      } catch (IOException declared) {
        ended.completeExceptionally(declared);
      } finally {
        over.complete(null);
      }
    }

    @SuppressWarnings("ConstantValue") // it may return null, against its contract
    private AgentEnding agentEnding() throws IOException {
      try {
        AgentEnding ending = agent.work(request, this);
        return ending == null ? new AgentEnding.Failed("the agent returned null") : ending;
      } catch (IOException declared) {
        throw declared;
      } catch (InterruptedException interrupted) {
        return stop.isDone() ? new AgentEnding.Interrupted() : failed(interrupted);
      } catch (Throwable fault) { // foreign code: whatever it throws is this attempt's failure
        return failed(fault);
      }
    }

    private AgentEnding failed(Throwable fault) throws IOException {
      Files.writeString(
          request.log(),
          EmbedderCode.trace(fault),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return new AgentEnding.Failed("the agent threw " + EmbedderCode.describe(fault));
    }

    @Override
    public void starting(ProcessIdentity process) throws IOException {
      if (stop.isDone()) {
        throw new InterruptedIOException("the agent must stop; no process may start");
      }
      host.starting(process);
    }

    @Override
    public void active() {
      activeAt.set(System.nanoTime());
    }

    @Override
    public void used(Usage soFar) {
      host.used(soFar);
    }

    @Override
    public void reported(AgentReport stated) {
      report.set(Objects.requireNonNull(stated));
    }

    @Override
    public CompletableFuture<Void> interrupted() {
      return stop;
    }
  }
}
