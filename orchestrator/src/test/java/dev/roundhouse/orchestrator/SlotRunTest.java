package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What who works in a slot is told of it, so that ports and containers are its own: real runs. */
@Tag("slow")
class SlotRunTest {
  private static final String TELL =
      "echo \"${ROUNDHOUSE_SLOT-none} ${ROUNDHOUSE_SLOT_NAME-none}\" >>\"$HOME/%s.told\"\n";
  private static final String EDIT = "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    environment.put("ROUNDHOUSE_SLOT", "9"); // of an outer run
  }

  private void configure(String agent, String more) {
    git.write(
        "roundhouse.yaml",
        "agent: '"
            + git.script("agent", TELL.formatted("agent") + agent + EDIT)
            + "'\ngate: '"
            + git.script("gate", TELL.formatted("gate"))
            + "'\n"
            + more);
    git.git("add", "-A");
    git.git("commit", "-q", "-m", "configuration");
  }

  private Orchestrator orchestrator(Path root) throws Exception {
    return Orchestrator.at(root)
        .environment(environment)
        .options(ConfigFile.read(root).build())
        .build();
  }

  private RunReport run() throws Exception {
    return orchestrator(git.root()).run();
  }

  private List<String> told(String name) throws Exception {
    return Files.readAllLines(Path.of(environment.getOrDefault("HOME", ""), name + ".told"));
  }

  @Test
  void twoWhoWorkAtOnceAreToldTwoNumbersAndTwoNamesAndHooksTheSame() throws Exception {
    String meet =
        "touch \"$HOME/$ROUNDHOUSE_ISSUE_ID\"\n"
            + "timeout 50 sh -c 'until [ -e \"$HOME/A-1\" ] && [ -e \"$HOME/A-2\" ];"
            + " do sleep 0.05; done'\n";
    String hooks =
        "setup: '%s'\nteardown: '%s'\n"
            .formatted(
                git.script("setup", TELL.formatted("setup")),
                git.script("teardown", TELL.formatted("teardown")));
    git.issue("A-1").issue("A-2");
    configure(meet, hooks);

    assertThat(run().isComplete()).isTrue();

    List<String> agents = told("agent");
    assertThat(agents).hasSize(2).doesNotHaveDuplicates();
    assertThat(agents)
        .allSatisfy(each -> assertThat(each).matches("([12]) project-[0-9a-f]{10}-w\\1"));
    assertThat(new TreeSet<>(told("setup"))).isEqualTo(new TreeSet<>(agents));
    assertThat(new TreeSet<>(told("teardown"))).isEqualTo(new TreeSet<>(agents));
    assertThat(told("gate")).containsOnly("none none");
  }

  @Test
  void aGateIsToldOnlyWhatItAsksForAndItsVerdictsAreNotKept() throws Exception {
    configure("", "workers: 1\ngateEnv: [ROUNDHOUSE_SLOT]\n");
    git.issue("A-1"); // not committed: its mark would make each tree another
    run();
    assertThat(told("gate")) // the base, and the work on it
        .hasSize(2)
        .allMatch(each -> each.matches("10[1-9] none"));
    landAgain();
    assertThat(told("gate")).hasSize(4);

    takeBack();
    configure("", "workers: 1\ngateEnv: ['ROUNDHOUSE_SLOT*']\n");
    workAgain();
    assertThat(told("gate").get(4)).matches("10([1-9]) project-[0-9a-f]{10}-gate-\\1");
  }

  @Test
  void aGateThatIsGivenAllThereIsIsToldNothingOfItsSlotAndItsVerdictsAreKept() throws Exception {
    configure("", "workers: 1\nenv: ['ROUNDHOUSE_SLOT']\ngateEnv: ['*']\n");
    git.issue("A-1"); // not committed: its mark would make each tree another
    run();
    assertThat(told("gate")).hasSize(2); // the base, and the work on it
    landAgain();

    assertThat(told("gate")).containsExactly("none none", "none none");
  }

  /** The same tree once more. */
  private void landAgain() throws Exception {
    takeBack();
    workAgain();
  }

  private void takeBack() throws Exception {
    git.git("reset", "-q", "--hard", "HEAD~1");
    orchestrator(git.root()).sync(SyncReport.Mode.ACCEPT);
  }

  private void workAgain() throws Exception {
    orchestrator(git.root()).planEditor().retry(List.of(new IssueId("A-1")));
    assertThat(run().landed()).isEqualTo(1);
  }

  @Test
  void aCopyOfTheRepositoryHasNamesOfItsOwnAndTheRepositoryKeepsIts() throws Exception {
    git.issue("A-1");
    configure("", "workers: 1\n");
    Path copy = temporary.resolve("elsewhere").resolve("project");
    Files.createDirectories(copy.getParent());
    git.gitIn(temporary, "clone", "-q", git.root().toString(), copy.toString());
    git.gitIn(copy, "config", "user.name", "T");
    run();
    git.issue("A-2").commitAll("more");
    run();
    orchestrator(copy).run();

    List<String> agents = told("agent");
    assertThat(agents).hasSize(3);
    assertThat(agents.get(1)).isEqualTo(agents.get(0));
    assertThat(agents.get(2)).startsWith("1 project-").isNotEqualTo(agents.get(0));
    assertThat(Ledger.read(copy.resolve(".git/roundhouse")).issues()).isNotEmpty();
  }
}
