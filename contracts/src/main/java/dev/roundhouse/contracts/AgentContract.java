package dev.roundhouse.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of every {@link Agent}. The tests do what a run does: an agent whose time is up, or
 * whose run is interrupted, is asked to stop, and a second later its thread is interrupted.
 */
public abstract class AgentContract {
  private static final String FILE = "work.txt";
  private static final Duration SHORT = Duration.ofMillis(200);

  /** The time after which the thread of an agent that was asked to stop is interrupted. */
  private static final Duration ASKED = Duration.ofSeconds(1);

  @TempDir private Path directory = Path.of("");
  private final CompletableFuture<Void> interrupted = new CompletableFuture<>();

  /** Creates the tests of one implementation. */
  protected AgentContract() {}

  /** Returns an agent that makes {@code file} at the top of the worktree and is content. */
  protected abstract Agent making(String file) throws IOException;

  /** Returns an agent that could not do its work, and says so in one of the ways there are. */
  protected abstract Agent failing() throws IOException;

  /** Returns an agent that makes {@code file} at the top of the worktree and then never ends. */
  protected abstract Agent endless(String file) throws IOException;

  /** The run's side: remembers whether a process was announced, and what was there by then. */
  private final class Monitor implements AgentMonitor {
    private final Path worktree;
    private boolean announced;
    private boolean early = true;

    Monitor(Path worktree) {
      this.worktree = worktree;
    }

    @Override
    public void starting(ProcessIdentity process) throws IOException {
      announced = true;
      early &= !files(worktree).contains(FILE);
    }

    @Override
    public CompletableFuture<Void> interrupted() {
      return interrupted;
    }
  }

  private static List<String> files(Path worktree) throws IOException {
    try (Stream<Path> files = Files.list(worktree)) {
      return files.map(each -> String.valueOf(each.getFileName())).toList();
    }
  }

  private AgentRequest request(String name, Optional<Duration> limit) throws IOException {
    Path worktree = Files.createDirectory(directory.resolve(name));
    Path papers = Files.createDirectory(directory.resolve(name + "-papers"));
    Path issue = Files.writeString(papers.resolve("issue.md"), "# Do it\n");
    return new AgentRequest(
        new IssueId("A-1"),
        "Do it\n",
        worktree,
        issue,
        papers.resolve("result.json"),
        "0123456789abcdef0123456789abcdef01234567",
        RunId.fresh(),
        AttemptId.fresh(),
        1,
        papers.resolve("agent.log"),
        limit,
        Optional.empty());
  }

  private AgentEnding work(Agent agent, AgentRequest request) throws Exception {
    return agent.work(request, new Monitor(request.worktree()));
  }

  private FutureTask<AgentEnding> begin(Agent agent, AgentRequest request) {
    return new FutureTask<>(() -> work(agent, request));
  }

  /** People know an agent by one line. */
  @Test
  void itSaysWhatItIsOnOneLine() throws IOException {
    assertThat(making(FILE).display()).isNotBlank().doesNotContain("\n");
  }

  /** A token of a well-known shape is not kept, other text is. */
  @Test
  void itTakesSecretsOutOfTextsAndNothingElse() throws IOException {
    Agent agent = making(FILE);
    String secret = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345";

    assertThat(agent.redacted("plain text, 7 % of it\n")).isEqualTo("plain text, 7 % of it\n");
    assertThat(agent.redacted("with " + secret)).doesNotContain(secret);
  }

  /** Its work is in the worktree when it returns; nothing was done before it was announced. */
  @Test
  void whatItLeavesInTheWorktreeIsItsWork() throws Exception {
    AgentRequest request = request("tree", Optional.empty());
    Monitor monitor = new Monitor(request.worktree());

    AgentEnding ending = making(FILE).work(request, monitor);

    assertThat(ending).isEqualTo(new AgentEnding.Exited(0));
    assertThat(files(request.worktree())).contains(FILE);
    assertThat(monitor.early).isTrue();
  }

  /** A failure is an ending and not an exception: it has a code or a reason. */
  @Test
  void aFailureHasACodeOtherThanZeroOrAReason() throws Exception {
    AgentEnding ending = work(failing(), request("tree", Optional.empty()));

    assertThat(ending).isNotEqualTo(new AgentEnding.Exited(0));
    if (ending instanceof AgentEnding.Failed failed) {
      assertThat(failed.reason()).isNotBlank().doesNotContain("\n");
    } else {
      assertThat(ending).isInstanceOf(AgentEnding.Exited.class);
    }
  }

  /** An agent works on several issues at once. */
  @Test
  void eightAtOnceWorkEachInItsOwnWorktree() throws Exception {
    Agent agent = making(FILE);

    List<List<String>> made =
        Runners.run(
            8,
            runner ->
                () -> {
                  AgentRequest request = request("tree" + runner, Optional.empty());
                  assertThat(work(agent, request)).isEqualTo(new AgentEnding.Exited(0));
                  return files(request.worktree());
                });

    assertThat(made).hasSize(8).allMatch(each -> each.contains(FILE));
  }

  /** The time an attempt has left ends an agent that would work longer. */
  @Test
  void itEndsWhenItsTimeIsUp() throws Exception {
    AgentRequest request = request("tree", Optional.of(SHORT));
    FutureTask<AgentEnding> ending = begin(endless(FILE), request);
    Thread thread = started(ending);
    Runners.awaitAtMost(SHORT, ending);

    assertStops(ending, thread);
  }

  /** An interrupted run ends its agents. */
  @Test
  void itEndsWhenTheRunIsInterrupted() throws Exception {
    AgentRequest request = request("tree", Optional.empty());
    FutureTask<AgentEnding> ending = begin(endless(FILE), request);
    Thread thread = started(ending);
    Runners.await(request.worktree().resolve(FILE));

    assertStops(ending, thread);
  }

  /** An agent that begins when its run was interrupted already ends like any other. */
  @Test
  void itEndsWhenTheRunWasInterruptedBefore() throws Exception {
    interrupted.complete(null);
    FutureTask<AgentEnding> ending = begin(endless(FILE), request("tree", Optional.empty()));
    Thread thread = started(ending);

    assertStops(ending, thread);
  }

  /** The thread that waits for an agent can be interrupted. */
  @Test
  void anInterruptOfTheThreadEndsIt() throws Exception {
    AgentRequest request = request("tree", Optional.empty());
    FutureTask<AgentEnding> ending = begin(endless(FILE), request);
    Thread thread = started(ending);
    Runners.await(request.worktree().resolve(FILE));
    thread.interrupt();

    assertEnded(ending);
  }

  private static Thread started(FutureTask<AgentEnding> ending) {
    Thread thread = new Thread(ending);
    thread.start();
    return thread;
  }

  /** Asks an agent to stop, as a run does. */
  private void assertStops(FutureTask<AgentEnding> ending, Thread thread) throws Exception {
    interrupted.complete(null);
    Runners.awaitAtMost(ASKED, ending);
    thread.interrupt();
    assertEnded(ending);
  }

  /** An agent that had to end says so, or passes the interrupt on; it has not done its work. */
  private static void assertEnded(FutureTask<AgentEnding> ending) throws Exception {
    try {
      assertThat(Runners.result(ending)).isNotNull().isNotEqualTo(new AgentEnding.Exited(0));
    } catch (InterruptedException passedOn) {
      assertThat(ending).isDone();
    }
  }

  /** What cannot be recorded must not start; for agents that announce a process. */
  @Test
  void aProcessThatCannotBeRecordedDoesNotStart() throws Exception {
    Monitor monitor = new Monitor(request("first", Optional.empty()).worktree());
    making(FILE).work(request("announced", Optional.empty()), monitor);
    assumeTrue(monitor.announced, "it starts no process");
    AgentRequest request = request("tree", Optional.empty());
    AgentMonitor full =
        new AgentMonitor() {
          @Override
          public void starting(ProcessIdentity process) throws IOException {
            throw new IOException("the disk is full");
          }

          @Override
          public CompletableFuture<Void> interrupted() {
            return interrupted;
          }
        };

    assertThatThrownBy(() -> making(FILE).work(request, full)).isInstanceOf(IOException.class);
    assertThat(files(request.worktree())).doesNotContain(FILE);
  }
}
