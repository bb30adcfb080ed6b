package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Each question of the doctor can be answered badly: by a real fault, with what to do about it. */
class DoctorChecksTest extends CommandFixture {
  private static final String CONFIG = "agent: ./agent.sh\ngate: 'true'\n";

  private final List<ProcessHandle> started = new ArrayList<>();

  /** Something that goes wrong in a repository. */
  private interface Fault {
    void strike(DoctorChecksTest test) throws IOException;
  }

  /** The faults by the check that must find them; {@code java} has a test of its own. */
  private static Map<String, Fault> faults() {
    Map<String, Fault> faults = new TreeMap<>();
    faults.put("agent", test -> test.git.write("roundhouse.yaml", "agent: nowhere --fast\n"));
    faults.put("backlog", test -> test.git.write("issues/B.md", "---\nid: A-1\n---\n"));
    faults.put("branch", test -> test.git.git("checkout", "-q", "--detach"));
    faults.put("config", test -> test.git.write("roundhouse.yaml", "workerz: 1\n"));
    faults.put("disk", test -> test.git.write("roundhouse.yaml", "diskFloor: 900000GB\n"));
    faults.put("gate", test -> test.git.write("roundhouse.yaml", "gate: ./nowhere.sh\n"));
    faults.put("git", test -> test.git.git("config", "--unset", "user.name"));
    faults.put("leftovers", test -> test.old(".git/roundhouse/x.staged", Duration.ofHours(2)));
    faults.put("ledger", test -> test.old(".git/roundhouse/journal/00000001.jsonl", Duration.ZERO));
    faults.put("locks", test -> test.old(".git/index.lock", Duration.ofMinutes(11)));
    return faults;
  }

  static List<String> names() {
    return List.copyOf(faults().keySet());
  }

  @BeforeEach
  void makeHealthy() {
    agent("echo x >x.txt\n");
    git.write("roundhouse.yaml", CONFIG).issue("A-1").commitAll("a project");
  }

  private void agent(String body) {
    git.write("agent.sh", "#!/bin/sh\n" + body);
    assertThat(git.root().resolve("agent.sh").toFile().setExecutable(true)).isTrue();
  }

  private void old(String path, Duration age) throws IOException {
    git.write(path, "not what it should be\n");
    Files.setLastModifiedTime(
        git.root().resolve(path), FileTime.from(Instant.now().minus(age).minusSeconds(1)));
  }

  @AfterEach
  void end() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private JsonNode check(Shell.Answer answer, String name) {
    for (JsonNode each : answer.json().path("checks")) {
      if (each.path("name").asString().equals(name)
          && !each.path("level").asString().equals("ok")) {
        return each;
      }
    }
    throw new AssertionError("nothing wrong with " + name + ": " + answer.out());
  }

  @Test
  void allIsWellInAHealthyRepositoryAndNothingIsWritten() {
    Shell.Answer answer = shell.type("doctor");

    assertThat(answer.code()).isZero();
    assertThat(answer.out().lines())
        .allMatch(each -> each.startsWith("ok ") || each.equals("all is well"))
        .anyMatch(each -> each.startsWith("ok  agent      ./agent.sh, run as it stands"))
        .anyMatch(each -> each.startsWith("ok  gate       true (not run"));
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void eachCheckHasAFaultInThisTest() {
    List<String> all = new ArrayList<>(names());
    all.add("java");

    List<String> asked = new ArrayList<>();
    shell
        .type("doctor", "--json")
        .json()
        .path("checks")
        .forEach(each -> asked.add(each.path("name").asString()));

    assertThat(asked).containsExactlyInAnyOrderElementsOf(all);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFaultIsFoundWithWhatToDoAboutIt(String name) throws IOException {
    Objects.requireNonNull(faults().get(name)).strike(this);

    Shell.Answer answer = shell.type("doctor", "--json");

    JsonNode check = check(answer, name);
    assertThat(check.path("finding").asString()).isNotBlank();
    assertThat(check.path("next").asString()).isNotBlank();
    boolean isError = check.path("level").asString().equals("error");
    assertThat(answer.code()).isEqualTo(isError ? 2 : 0);
    assertThat(answer.json().path("healthy").asBoolean()).isEqualTo(!isError);
  }

  @Test
  @Tag("slow")
  void littleMemoryIsAWarning() throws Exception {
    Path log = temporary.resolve("log");

    Process doctor = shell.startOn(List.of("-Xmx64m"), log, "doctor");

    assertThat(Patience.exitCode(doctor)).isZero();
    assertThat(Files.readString(log)).contains("warning  java", "-Xmx512m");
  }

  @Test
  void outsideARepositoryItSaysSo() throws IOException {
    Shell.Answer answer =
        shell.typeIn(Files.createDirectory(temporary.resolve("plain")), "doctor", "--run-gate");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains("error  git", "not in a git repository", "git init");
  }

  @Test
  void whatHasNoConfigurationIsWarnedAbout() throws IOException {
    Files.delete(git.root().resolve("roundhouse.yaml"));
    Files.delete(git.root().resolve("issues/A-1.md"));

    Shell.Answer answer = shell.type("doctor");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("roundhouse init", "none is configured", "land untested");
    assertThat(answer.out()).contains("roundhouse new", "4 warnings");
  }

  @Test
  void theGateIsRunOnRequest() {
    assertThat(shell.type("doctor", "--run-gate").out()).contains("ok  gate       green on main");
    git.write("roundhouse.yaml", "agent: ./agent.sh\ngate: sh -c 'echo broken; exit 3'\n");

    Shell.Answer answer = shell.type("doctor", "--run-gate");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains("not green on main: ", "exited with 3", "base-gate.log");
  }

  @Test
  void agentsAreCalledOnRequest() {
    assertThat(shell.type("doctor", "--call-agents").out())
        .contains("ok  agent      ./agent.sh landed a small change");
    agent("exit 1\n");

    Shell.Answer answer = shell.type("doctor", "--call-agents");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains("did not land", "roundhouse agents check ./agent.sh");
  }

  @Test
  void oldLocksAndTemporaryFilesAreDeletedAndYoungOnesAreNot() throws IOException {
    old(".git/index.lock", Duration.ofMinutes(11));
    old(".git/HEAD.lock", Duration.ofMinutes(9));
    old(".git/roundhouse/a.staged", Duration.ofHours(2));
    old(".git/roundhouse/b.staged", Duration.ofMinutes(2));

    Shell.Answer answer = shell.type("doctor", "--fix");

    assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
    assertThat(answer.out()).contains("done: deleted the lock ", "deleted the temporary file ");
    assertThat(git.root().resolve(".git/index.lock")).doesNotExist();
    assertThat(git.root().resolve(".git/HEAD.lock")).exists();
    assertThat(git.root().resolve(".git/roundhouse/a.staged")).doesNotExist();
    assertThat(git.root().resolve(".git/roundhouse/b.staged")).exists();
    assertThat(shell.type("doctor", "--fix", "--json").json().path("done")).isEmpty();
  }

  @Test
  @Tag("slow")
  void aKilledRunIsFoundAndCleanedUpAndItsWorkIsKept() throws Exception {
    agent(
        "echo work >work.txt\necho $$ >\"$HOME/pid.new\"\nmv \"$HOME/pid.new\" \"$HOME/pid\"\nexec sleep 600\n");
    git.commitAll("an agent that takes long");
    Process run = shell.start(temporary.resolve("log"), "run");
    started.add(run.toHandle());
    Path noted = git.home().resolve("pid");
    Patience.await().until(() -> Files.exists(noted));
    long pid = Long.parseLong(Files.readString(noted).strip());
    ProcessHandle.of(pid).ifPresent(started::add);
    assertThat(shell.type("doctor").out()).contains("held by a command at work: run_");
    assertThat(shell.type("doctor", "--fix").code()).isEqualTo(3);
    run.destroyForcibly().waitFor();

    Shell.Answer found = shell.type("doctor");
    Shell.Answer fixed = shell.type("doctor", "--fix");

    assertThat(found.code()).isZero();
    assertThat(found.out()).contains("was killed before it ended", "still at work: ", " " + pid);
    assertThat(fixed.code()).as(fixed.err()).isZero();
    assertThat(fixed.out()).contains("done: ended process " + pid, "all is well");
    assertThat(GitFixture.runs(pid)).isFalse();
    assertThat(shell.type("rescue").out()).contains("A-1");
    assertThat(shell.status("A-1")).isEqualTo("open");
  }
}
