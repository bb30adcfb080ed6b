package dev.roundhouse.orchestrator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs that are halted at a step, each in a JVM of its own; what they left; and the tables of
 * {@code docs/internals/crashes.md} that say what the next run makes of it.
 */
public final class CrashHarness {
  /** What an agent's script begins with, so that {@link #worked} counts how often it worked. */
  public static final String COUNTS = "echo x >>\"$HOME/worked\"\n";

  private static final int HALTED = 86;
  private static final Path DOCUMENT = Path.of("..", "docs", "internals", "crashes.md");

  private CrashHarness() {}

  /** Runs {@code program}, in the environment of {@code git}, until it halts at its step. */
  public static void halt(GitFixture git, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    halt(git.environment(), program, arguments);
  }

  /** Runs {@code program} in {@code environment} until it halts at its step. */
  public static void halt(Map<String, String> environment, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder child = ChildJvm.of(program, arguments).inheritIO();
    child.environment().clear();
    child.environment().putAll(environment);
    assertThat(Patience.exitCode(child.start()))
        .as(List.of(arguments).toString())
        .isEqualTo(HALTED);
  }

  /** Returns what halts this JVM once {@code step} is done for the {@code time}-th time. */
  public static Consumer<Checkpoint> haltAfter(Checkpoint step, int time) {
    AtomicInteger done = new AtomicInteger();
    return each -> {
      if (each == step && done.incrementAndGet() == time) {
        Runtime.getRuntime().halt(HALTED);
      }
    };
  }

  /**
   * Checks that the page has the table that begins with {@code head}; with {@code
   * -Dcrash.table.write=true} it is written there first.
   */
  public static void requireTable(String head, String rows) throws IOException {
    String table = head + rows;
    if (Boolean.getBoolean("crash.table.write")) {
      String document = Files.readString(DOCUMENT);
      int from = document.indexOf(head);
      int to = document.indexOf("\n\n", from) + 1;
      Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
    }
    assertThat(Files.readString(DOCUMENT)).contains(table);
  }

  /** What the ledger says. */
  public static LedgerView ledger(GitFixture git) throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse"));
  }

  /** The lifecycle status of an issue that the ledger knows. */
  public static String status(GitFixture git, String id) throws IOException {
    return ledger(git).issue(new IssueId(id)).map(IssueRecord::status).orElseThrow().word();
  }

  /** How many attempts have worked. */
  public static int worked(GitFixture git) throws IOException {
    Path worked = git.home().resolve("worked");
    return Files.exists(worked) ? Files.readAllLines(worked).size() : 0;
  }
}
