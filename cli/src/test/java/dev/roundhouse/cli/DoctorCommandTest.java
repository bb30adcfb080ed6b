package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A damaged ledger is told with file and line, and mended without losing what landed. */
class DoctorCommandTest extends CommandFixture {
  private Path state;

  @BeforeEach
  void landTwo() {
    state = git.root().resolve(".git/roundhouse");
    git.issue("A-1").issue("A-2").commitAll("backlog");
    String agent = git.script("agent", "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"");
    assertThat(shell.type("run", "--agent", agent).code()).isZero();
    git.issue("A-3").commitAll("more");
    shell.type("skip", "A-3");
  }

  private Path journal() {
    return state.resolve("journal/00000001.jsonl");
  }

  private byte[] damage(String at) throws IOException {
    byte[] bytes = Files.readAllBytes(journal());
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(at);
    assertThat(place).isPositive();
    bytes[place] ^= 1;
    Files.write(journal(), bytes);
    return bytes;
  }

  @Test
  void saysThatAWholeLedgerIsWhole() {
    Shell.Answer answer = shell.type("doctor");
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("intact", "3 issues");
    assertThat(shell.type("doctor", "--repair", "--json").json().path("done")).isEmpty();
  }

  @Test
  void everyCommandStopsAtDamageWithFileAndLineAndChangesNothing() throws IOException {
    Files.delete(state.resolve("state.json"));
    byte[] damaged = damage("attempt-claimed");
    for (String command : new String[] {"status", "doctor", "skip"}) {
      Shell.Answer answer =
          command.equals("skip") ? shell.type("skip", "A-3") : shell.type(command);
      assertThat(answer.code()).as(command).isEqualTo(2);
      assertThat(answer.out() + answer.err())
          .contains("00000001.jsonl:3:", "roundhouse doctor --repair");
    }
    assertThat(Arrays.equals(Files.readAllBytes(journal()), damaged)).isTrue();
  }

  @Test
  void goesOnFromWhatIsIntactAndFromTheCommitsThemselves() throws IOException {
    Files.delete(state.resolve("state.json"));
    byte[] damaged = damage("attempt-claimed");

    Shell.Answer answer = shell.type("doctor", "--repair");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("a copy of every file", "the ledger is intact");
    assertThat(Files.readAllBytes(state.resolve("repair-1/00000001.jsonl"))).isEqualTo(damaged);
    assertThat(shell.status("A-1")).isIn("landed", "closed");
    assertThat(shell.status("A-2")).isIn("landed", "closed");
    assertThat(shell.status("A-3")).isEqualTo("skipped");
    String agent = git.script("again", "echo again >again.txt");
    shell.type("run", "--agent", agent);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-2");
  }

  @Test
  void damageThatASnapshotHidesIsFoundAndMendedWithoutLoss() throws IOException {
    damage("attempt-claimed");
    assertThat(shell.status("A-1")).isEqualTo("landed");

    assertThat(shell.type("doctor").code()).isEqualTo(2);
    Shell.Answer answer = shell.type("doctor", "--repair");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("continued from the snapshot state.json");
    assertThat(shell.status("A-1")).isEqualTo("landed");
    assertThat(shell.status("A-3")).isEqualTo("skipped");
  }
}
