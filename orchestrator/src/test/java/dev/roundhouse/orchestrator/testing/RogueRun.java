package dev.roundhouse.orchestrator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.RunReport.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One run over issues whose agents misbehave, each as its script says, in a checkout in which a
 * person is in the middle of something; and what must hold after it, whatever they did.
 */
public final class RogueRun {
  private final GitFixture git;
  private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
  private Map<String, IssueResult> results = Map.of();

  private RogueRun(GitFixture git) {
    this.git = git;
  }

  /** A run in a new repository in {@code directory}. */
  public static RogueRun in(Path directory) {
    return new RogueRun(GitFixture.in(directory));
  }

  /** The repository. */
  public GitFixture git() {
    return git;
  }

  /** Adds an issue, and what its agent does: a shell script. */
  public RogueRun issue(String id, String script, String... more) {
    git.issue(id, more);
    git.script(id + ".sh", script + "\n");
    return this;
  }

  /** The agent that does what each issue's script says. */
  public Command agent() {
    return new Command(
        List.of(git.script("rogue", "exec \"$HOME/$ROUNDHOUSE_ISSUE_ID.sh\" </dev/stdin")));
  }

  /** Every issue at once, each attempted once. */
  public RunOptions.Builder options() {
    return RunOptions.builder().agent(agent()).workers(8).attempts(1);
  }

  /** Runs with {@link #options}. */
  public RogueRun run() throws Exception {
    return run(orchestrator(options()));
  }

  /** An orchestrator for the repository. */
  public Orchestrator.Builder orchestrator(RunOptions.Builder options) {
    return git.orchestrator().options(options.build());
  }

  /**
   * Runs, and checks that the run came to its end, that nothing of it is left, and that the
   * checkout's HEAD and what the person does in it are as they were.
   */
  public RogueRun run(Orchestrator.Builder orchestrator) throws Exception {
    git.commitAll("backlog");
    git.write("README.md", "In the middle of something.\n").write("mine", "mine\n");
    RunReport report = orchestrator.listener(events::add).build().run();

    results = new TreeMap<>();
    report.issues().forEach(each -> results.put(each.id().value(), each));
    assertThat(report.ending()).isEqualTo(Ending.FINISHED);
    assertThat(processes()).as("processes left").isEmpty();
    assertThat(git.git("status", "--porcelain")).isEqualTo(" M README.md\n?? mine");
    assertThat(git.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
    assertThat(git.read("README.md")).isEqualTo("In the middle of something.\n");
    git.git("checkout", "-q", "README.md");
    Files.delete(git.root().resolve("mine"));
    return this;
  }

  /** What runs with our environment, as {@code pid: command}. */
  public List<String> processes() throws IOException {
    String home = "\0HOME=" + git.environment().get("HOME") + "\0";
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path each : all) {
        if (("\0" + content(each.resolve("environ"))).contains(home)) {
          found.add(each.getFileName() + ": " + content(each.resolve("cmdline")));
        }
      }
    }
    return found;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  /** What became of the issue, as {@code status: reason}. */
  public String outcome(String id) {
    IssueResult result = results.get(id);
    return result == null ? "absent" : result.status() + ": " + result.reason();
  }

  /** Which issues landed, sorted. */
  public List<String> landed() {
    return results.values().stream()
        .filter(IssueResult::landedNow)
        .map(each -> each.id().value())
        .toList();
  }

  /** The refs in which the first attempt's work is kept. */
  public List<String> kept(String id) {
    String prefix = "refs/roundhouse/work/" + new IssueId(id).key() + "/1/";
    return git.git("for-each-ref", "--format=%(refname)", prefix)
        .lines()
        .map(each -> each.substring(prefix.length()))
        .toList();
  }

  /** A file in what is kept of the first attempt. */
  public String kept(String id, String piece, String path) {
    return git.show("refs/roundhouse/work/" + new IssueId(id).key() + "/1/" + piece, path);
  }

  /** What was said aloud, for a person. */
  public List<String> notices() {
    return events.stream()
        .filter(RunEvent.Noticed.class::isInstance)
        .map(each -> ((RunEvent.Noticed) each).message())
        .toList();
  }

  /** What was seen of a failure. */
  public String evidence(String id) {
    return events.stream()
        .filter(RunEvent.Returned.class::isInstance)
        .map(RunEvent.Returned.class::cast)
        .filter(each -> each.issue().value().equals(id))
        .map(RunEvent.Returned::evidence)
        .findFirst()
        .orElse("");
  }

  /** The folder of the worktrees. */
  public Path worktrees() {
    return git.root().resolveSibling(git.root().getFileName() + ".roundhouse");
  }

  /** The agent's logs of all first attempts, older parts included. */
  public List<Path> logs() throws IOException {
    try (var all = Files.walk(git.root().resolve(".git/roundhouse/runs"))) {
      return all.filter(each -> each.getFileName().toString().startsWith("agent.log")).toList();
    }
  }
}
