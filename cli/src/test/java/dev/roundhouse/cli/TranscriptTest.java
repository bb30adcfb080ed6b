package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each command prints of one repository, whose clock is moved by hand. Commits and other ids
 * that are not the same each time are letters of the same width, a letter for each. The transcripts
 * are files, which {@code -Dtranscripts.write=true} writes.
 */
@Tag("slow")
class TranscriptTest {
  private static final Path TRANSCRIPTS = Path.of("src", "test", "resources", "transcripts");
  private static final int COLUMNS = 80;
  private static final int SHORT_HASH = 7;
  private static final Pattern HASH =
      Pattern.compile("\\b([0-9a-f]{40}|[0-9a-f]{10}|[0-9a-f]{" + SHORT_HASH + "})\\b");

  /** What depends on the machine, or waits for a person. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "agents",
          "config",
          "completion",
          "demo",
          "doctor",
          "help",
          "init",
          "man",
          "mcp",
          "serve",
          "watch");

  /** What would start a pager, a shell or an editor on a screen. */
  private static final Set<String> IN_A_PIPE = Set.of("diff", "do", "new", "open", "review");

  /** One issue at a time, from its start to its end, so that the order is the same each time. */
  private static final String CONFIGURATION =
      """
      agent: worker
      gate: test ! -e two.txt
      workers: 1
      attempts: 1
      landing: {gates: 1, waiting: 1}
      """;

  private static final String AGENT =
      """
      #!/bin/sh
      # name: worker
      # description: does what each issue needs
      case $ROUNDHOUSE_ISSUE_ID in
      BUG-1) echo 1 >one.txt; mkdir -p .roundhouse/new; echo '# Tidy up' >.roundhouse/new/x.md ;;
      BUG-2) echo broken >two.txt ;;
      FEAT-4) echo no such module; exit 7 ;;
      FEAT-5) ;;
      *) echo x >$ROUNDHOUSE_ISSUE_ID.txt ;;
      esac
      echo I worked on $ROUNDHOUSE_ISSUE_ID.
      """;

  @TempDir Path temporary;
  private GitFixture git;
  private Instant now = Instant.parse("2026-01-05T12:00:00Z");
  private final StringBuilder transcript = new StringBuilder();
  private final Map<String, Integer> hashes = new HashMap<>();
  private final Set<String> typed = new TreeSet<>();

  @BeforeEach
  void makeRepository() {
    git = GitFixture.empty(temporary.resolve("shop"));
    git.issue("BUG-1", "priority: P0", "effort: 2h", "created_at: 2026-01-01");
    git.issue("BUG-2", "priority: P1", "effort: 1h", "created_at: 2026-01-02");
    git.issue("FEAT-3", "blocked_by: [BUG-2]").issue("FEAT-4", "effort: S").issue("FEAT-5");
    git.issue("FEAT-6", "labels: [api]").issue("FEAT-7", "blocked_by: [FEAT-99]");
    git.write("issues/FEAT-8.md", "---\nid: FEAT-8\nstatus: done\n---\n\n# Work on FEAT-8\n");
    git.write("roundhouse.yaml", CONFIGURATION).write(".roundhouse/agents/worker.sh", AGENT);
    assertThat(git.root().resolve(".roundhouse/agents/worker.sh").toFile().setExecutable(true))
        .isTrue();
    git.commitAll("begin");
  }

  @Test
  void everyCommandPrintsWhatItsTranscriptShows() throws IOException {
    before();
    run();
    after();
    changes();
    oneShot();
    wrong();

    Set<String> all = new TreeSet<>(CommandLines.line(Shell.NOWHERE).getSubcommands().keySet());
    all.removeAll(ELSEWHERE);
    assertThat(typed).containsAll(all);
  }

  private void before() throws IOException {
    type("list", "--all");
    type("list", "--label", "api");
    type("lint");
    type("plan");
    type("run", "--dry-run", "--only", "BUG-1,6");
    type("status");
    type("show", "FEAT-3");
    type("why", "FEAT-3");
    type("why", "7");
    type("hold", "--landing", "FEAT-6");
    type("gc", "--dry-run");
    compare("before");
  }

  private void run() throws IOException {
    type("run");
    compare("run");
  }

  private void after() throws IOException {
    now = now.plus(Duration.ofMinutes(95));
    type("status");
    type("list", "--all");
    for (String issue : List.of("BUG-1", "BUG-2", "FEAT-4", "FEAT-6", "BUG-1.1")) {
      type("show", issue);
      type("why", issue);
    }
    type("log", "FEAT-4");
    type("log", "BUG-2", "--gate");
    type("log", "BUG-1", "--prompt");
    type("diff", "BUG-1");
    type("diff", "BUG-2", "--stat");
    type("report");
    type("report", "--md");
    type("stats");
    type("rescue");
    type("rescue", "BUG-2", "--branch", "second");
    type("open", "--print", "BUG-2");
    type("review", "FEAT-6", "BUG-2");
    type("sync");
    compare("after");
  }

  private void changes() throws IOException {
    type("approve", "FEAT-6");
    type("retry", "BUG-2", "FEAT-4");
    type("edit", "FEAT-4", "--priority", "P1");
    type("swap", "FEAT-4", "BUG-2");
    type("skip", "FEAT-4");
    type("cancel", "BUG-2");
    type("refuse", "BUG-1.1");
    type("new", "Fix the total", "-p1", "--no-edit");
    type("submit", "Round the total");
    type("status");
    compare("changes");
  }

  private void oneShot() throws IOException {
    type("do", "Write down what a total is");
    type("review");
    type("do", "--resume", "DO-1", "--say", "shorter");
    type("review", "DO-1");
    type("do", "--resume", "--land");
    type("do", "--resume", "DO-1");
    type("do", "--resume");
    type("do", "Break it", "--gate", "false");
    compare("do");
  }

  private void wrong() throws IOException {
    type("rnu");
    type("list", "--labl", "api");
    type("run", "--only", "BUG-11");
    type("show", "BUG-11");
    type("cancel", "BUG-1");
    type("diff", "FEAT-3");
    type("run", "--workers", "0");
    git.write("roundhouse.yaml", "agent: claude\nworker: 2\n");
    type("run");
    compare("wrong");
  }

  /** Types a command at a screen of 80 columns without colours. */
  private void type(String... words) {
    typed.add(words[0]);
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out);
    Map<String, String> environment = new HashMap<>(git.environment());
    environment.put("NO_COLOR", "1");
    Terminal terminal =
        new Terminal(
            both,
            both,
            git.root(),
            environment,
            !IN_A_PIPE.contains(words[0]),
            () -> COLUMNS,
            SignalSource.none(),
            Screen.none(),
            () -> now);
    int code = CommandLines.answer(terminal, words);
    both.flush();
    transcript.append("$ roundhouse ").append(String.join(" ", words)).append('\n').append(out);
    transcript.append(code == 0 ? "" : "[exit code " + code + "]\n").append('\n');
  }

  private void compare(String name) throws IOException {
    Path file = TRANSCRIPTS.resolve(name + ".txt");
    String printed = stable(transcript.toString());
    transcript.setLength(0);
    if (Boolean.getBoolean("transcripts.write")) {
      Files.createDirectories(TRANSCRIPTS);
      Files.writeString(file, printed);
    }

    assertThat(printed)
        .as("-Dtest=TranscriptTest -Dtranscripts.write=true writes " + file)
        .isEqualTo(Files.readString(file));
  }

  /** Returns the letter of a commit or a file's content, as often as the hash has digits. */
  private String letters(String hash) {
    if (hash.matches("0+")) {
      return hash;
    }
    String begin = hash.substring(0, SHORT_HASH);
    int number = hashes.computeIfAbsent(begin, each -> hashes.size());
    return Character.toString('A' + number % 26).repeat(hash.length());
  }

  /** Replaces places, random ids and the time that processes took by what has the same width. */
  private String stable(String text) {
    String known = HASH.matcher(text).replaceAll(each -> letters(each.group()));
    return known
        .replace(git.root().toString(), "/shop")
        .replaceAll("\\b(run_|att_|sub-)[0-9a-f]{12}\\b", "$1" + "0".repeat(12))
        .replaceAll("journal of \\d+ bytes", "journal of 999 bytes")
        .replaceAll("\\b\\d\\.\\ds\\b", "0.0s");
  }
}
