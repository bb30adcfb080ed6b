package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.QuietLogs;
import dev.roundhouse.orchestrator.testing.CheckoutPicture;
import dev.roundhouse.orchestrator.testing.GitFixture;
import dev.roundhouse.orchestrator.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run on a disk that is full from some moment on, but for so many pages: it ends with a sentence,
 * and once there is room the next carries on and all has landed once. Every page with {@code
 * -Dproofs.full=true}, otherwise some.
 */
@ExtendWith(QuietLogs.class)
@Tag("slow")
class FullDiskRunTest {
  private static final boolean FULL = Boolean.getBoolean("proofs.full");
  private static final int PAGES = 1500;
  private static final int NAMES = 4000;
  private static final int MOST = 80;

  /** Fills the disk but for so many pages, as the flag says; the first time only. */
  private static final String FILL =
      """
      fill() {
        [ -e "$HOME/$1" ] || return 0
        disk=$(cat "$HOME/disk"); pages=$(cat "$HOME/$1"); rm "$HOME/$1"
        dd if=/dev/zero of="$disk/held" bs=4096 count="$pages" 2>/dev/null
        cat /dev/zero >"$disk/filler" 2>/dev/null || rm "$disk/held"
      }
      """;

  private static final String AGENT =
      FILL
          + """
          echo "$ROUNDHOUSE_ISSUE_ID" >>"$HOME/worked"
          seq 3000 >"$ROUNDHOUSE_ISSUE_ID.committed"; git add -A; git commit -qm work
          head -c 100000 /dev/urandom >"$ROUNDHOUSE_ISSUE_ID.left"; cp "$ROUNDHOUSE_ISSUE_ID.left" "$HOME"; seq 2500 >shared
          fill at-harvest
          seq 500
          """;

  private static final String GAVE_UP = "the agent exited with 1";
  private static final List<String> TELLING =
      List.of("o space left", "disk is nearly full", GAVE_UP);

  @TempDir Path temporary;

  @Test
  void fromTheBeginningOn() throws Exception {
    walk("at-start");
  }

  @Test
  void fromTheEndOfAnAgentOn() throws Exception {
    walk("at-harvest");
  }

  @Test
  void fromTheVerdictOfTheGateOn() throws Exception {
    walk("at-landing");
  }

  @Test
  void whatTheProgramLogsIsALineAndNoStackTrace() throws Exception {
    try (SmallDisk disk = SmallDisk.at(temporary.resolve("small"), PAGES, NAMES)) {
      Path place = Files.createDirectory(disk.root().resolve("place"));
      String said = new Life(disk, place, temporary.resolve("life")).full();
      assertThat(said)
          .contains("the output of a process cannot be written to its log: ", "No space left")
          .doesNotContain("\tat ", "java.io");
    }
  }

  private void walk(String moment) throws Exception {
    try (SmallDisk disk = SmallDisk.at(temporary.resolve("small"), PAGES, NAMES)) {
      int cut = 0;
      for (int free = 0; free <= MOST; free += FULL ? 1 : 8) {
        Path place = Files.createDirectory(disk.root().resolve("at-" + free));
        if (new Life(disk, place, temporary.resolve(moment + free)).isCut(moment, free)) {
          cut++;
        }
        SmallDisk.copy(Files.createDirectories(temporary.resolve("nothing")), place);
      }
      assertThat(cut).isGreaterThan(2);
    }
  }

  /** One repository's. */
  private static final class Life {
    private final SmallDisk disk;
    private final GitFixture git;
    private final Shell shell;
    private final Path home;

    Life(SmallDisk disk, Path place, Path kept) throws IOException {
      this.disk = disk;
      this.home = Files.createDirectories(kept);
      Files.createSymbolicLink(place.resolve("project.home"), home);
      this.git = GitFixture.in(place.resolve("project"));
      this.shell = new Shell(git);
      Files.writeString(home.resolve("disk"), disk.root().toString());
      git.write("shared", "old\n").write("edited", "old\n");
      git.issue("A-1").issue("A-2", "blocked_by: A-1").commitAll("backlog");
      git.write("edited", "mine\n").write("untracked", "mine\n");
    }

    boolean isCut(String moment, int free) throws Exception {
      Files.writeString(home.resolve(moment), Integer.toString(free));
      if (moment.equals("at-start")) {
        disk.fill(free);
      }
      String when = moment + ", " + free + " pages free: ";
      Shell.Answer first = run();
      String said = when + first.code() + "\n" + first.out() + first.err();
      assertThat(said).doesNotContain("Exception", "\tat ", "internal error");
      Map<String, String> files = CheckoutPicture.files(git.root());
      assertThat(files).as(said).containsEntry("edited", "- mine\n");
      assertThat(files).as(said).containsEntry("untracked", "- mine\n");
      assertThat(git.gitIn(git.root(), "--no-optional-locks", "status", "--porcelain").lines())
          .as(said)
          .containsExactlyInAnyOrder(" M edited", "?? untracked");
      boolean cut = git.landed("main").size() < 2;
      assertThat(first.code() == 0).as(said).isEqualTo(!cut);
      assertThat(!cut || TELLING.stream().anyMatch(said::contains)).as(said).isTrue();
      disk.makeRoom();
      goOn(said);
      return cut;
    }

    /** What a process of its own says where nothing at all is left once the agent has worked. */
    String full() throws Exception {
      Files.writeString(home.resolve("at-harvest"), "0");
      Path log = home.resolve("log");
      Process process =
          shell.start(log, "run", "--attempts", "1", "--agent", git.script("agent", AGENT));
      assertThat(Patience.exitCode(process)).isEqualTo(2);
      return Files.readString(log);
    }

    private Shell.Answer run() {
      return shell.type(
          "run",
          "--attempts",
          "1",
          "--agent",
          git.script("agent", AGENT),
          "--gate",
          git.script("gate", FILL + "fill at-landing"));
    }

    private void goOn(String before) throws IOException {
      if (before.contains(GAVE_UP)) { // agents' own writes fail, too, and what they say counts
        shell.type("retry", "A-1");
        shell.type("retry", "A-2");
      }
      Shell.Answer second = run();
      String said = before + "\n--- then: " + second.code() + "\n" + second.out() + second.err();
      assertThat(git.landed("main")).as(said).containsExactly("A-2", "A-1");
      assertThat(second.code()).as(said).isZero();
      assertThat(git.git("fsck", "--no-dangling")).as(said).doesNotContain("error", "missing");
      assertThat(git.git("status", "--porcelain").lines())
          .as(said)
          .containsExactlyInAnyOrder(" M edited", "?? untracked");
      for (String each : git.landed("main")) {
        assertThat(git.root().resolve(each + ".left"))
            .as(said)
            .hasSameBinaryContentAs(home.resolve(each + ".left"));
        assertThat(git.show("main", each + ".committed").lines()).as(said).hasSize(3000);
      }
    }
  }
}
