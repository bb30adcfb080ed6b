package dev.roundhouse.orchestrator.internal.git.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.testing.CheckoutPicture;
import dev.roundhouse.orchestrator.testing.GitFixture;
import dev.roundhouse.orchestrator.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The user's checkout is fast-forwarded while the disk fills up: with each page more that is left,
 * another write is the one that fails. Every page with {@code -Dproofs.full=true}, otherwise some.
 */
@Tag("slow")
class FullCheckoutTest {
  private static final boolean FULL = Boolean.getBoolean("proofs.full");
  private static final int PAGES = 1000;
  private static final int NAMES = 2000;

  @TempDir Path temporary;

  /** What is on the small disk. */
  private enum Small {
    CHECKOUT,
    REPOSITORY,
    BOTH
  }

  @ParameterizedTest
  @EnumSource
  void whateverWriteFailsTheCheckoutIsAsItWasAndFollowsOnceThereIsRoom(Small small)
      throws Exception {
    try (SmallDisk disk = SmallDisk.at(temporary.resolve("small"), PAGES, NAMES)) {
      Project project = project(disk, small);
      boolean followed = false;
      for (int free = 0; !followed; free += FULL || small == Small.REPOSITORY ? 1 : 9) {
        project.begin();
        disk.fill(free);
        followed = project.follow("with " + free + " pages free");
        disk.makeRoom();
        project.goOn("after " + free + " pages");
      }
      assertThat(project.putBack).isGreaterThan(small == Small.REPOSITORY ? 0 : 4);
    }
  }

  @Test
  void norDoesItMatterThatNoMoreFilesCanBeMade() throws Exception {
    try (SmallDisk disk = SmallDisk.at(temporary.resolve("small"), PAGES, NAMES)) {
      Project project = project(disk, Small.BOTH);
      boolean followed = false;
      for (int free = 0; !followed; free += FULL ? 1 : 3) {
        project.begin();
        disk.fillNames(free);
        followed = project.follow("with " + free + " names free");
        disk.makeRoom();
        project.goOn("after " + free + " names");
      }
    }
  }

  @Test
  void whatPlainlyHasNoRoomIsNotEvenBegun() throws Exception {
    try (SmallDisk disk = SmallDisk.at(temporary.resolve("small"), PAGES, NAMES)) {
      Project project = project(disk, Small.BOTH);
      project.begin();
      disk.fill(20);
      FastForwardResult result = project.forward(FastForwardSpace::usable);
      assertThat(result.followed()).isFalse();
      assertThat(result.reason()).contains("not enough disk space", " kB", "roundhouse sync");
      assertThat(project.isUntouched()).isTrue();
    }
  }

  private Project project(SmallDisk disk, Small small) throws IOException {
    Path roomy = Files.createDirectory(temporary.resolve("roomy"));
    Path there = disk.root();
    return new Project(
        (small == Small.CHECKOUT ? roomy : there).resolve("repository"),
        (small == Small.REPOSITORY ? roomy : there).resolve("checkout"),
        Files.createDirectory(temporary.resolve("kept")));
  }

  /** A repository whose branch main is checked out elsewhere, and behind what has landed. */
  private static final class Project {
    private final GitFixture git;
    private final Path checkout;
    private final Path kept;
    private final ObjectId from;
    private final ObjectId to;
    private final Map<String, String> before;
    private final Map<String, String> after;
    private int putBack;

    Project(Path repository, Path checkout, Path kept) throws IOException {
      this.git = GitFixture.in(repository);
      this.checkout = checkout;
      this.kept = kept;
      git.git("switch", "-q", "-c", "elsewhere");
      git.git("config", "filter.rot.smudge", "tr a-z b-za");
      git.git("config", "filter.rot.clean", "tr b-za a-z");
      git.git("config", "filter.rot.required", "true");
      git.git("worktree", "add", "-q", checkout.toString(), "main");
      sh(OLD);
      from = commit("old");
      sh(NEW);
      to = commit("new");
      git.gitIn(checkout, "reset", "-q", "--hard", from.name());
      git.gitIn(checkout, "clean", "-qffdx");
      sh(MINE);
      SmallDisk.copy(repository, kept.resolve("repository"));
      SmallDisk.copy(checkout, kept.resolve("checkout"));
      before = CheckoutPicture.of(git, checkout);
      git.gitIn(checkout, "merge", "-q", "--ff-only", to.name());
      after = CheckoutPicture.of(git, checkout);
    }

    private static final String OLD =
        """
        printf '*.crlf text eol=crlf\\n*.rot filter=rot\\n' >.gitattributes
        echo '*.ignored' >.gitignore
        seq 10 >grows; seq 6000 >shrinks; seq 2000 >goes
        mkdir -p folder/deep only; seq 1500 >folder/in; seq 1500 >folder/deep/in; seq 900 >only/one
        seq 2000 >file-first; ln -s grows link; seq 1500 >becomes-link; ln -s grows becomes-file
        seq 1700 >mode.sh; seq 2000 >text.crlf; seq 2000 | tr 0-9 a-j >rot.rot; seq 1900 >late.x
        seq 5 >mine-edited; seq 5 >mine-staged; seq 5 >same
        """;
    private static final String NEW =
        """
        printf '*.crlf text eol=crlf\\n*.rot filter=rot\\n*.x text eol=crlf\\n' >.gitattributes
        seq 30000 >grows; seq 10 >shrinks; rm goes; rm -r folder only; seq 2500 >folder
        rm file-first; mkdir -p file-first/a; seq 1800 >file-first/a/b
        ln -sf shrinks link; rm becomes-link becomes-file; ln -s grows becomes-link
        seq 1400 >becomes-file; chmod +x mode.sh; seq 3000 >text.crlf
        seq 2500 | tr 0-9 a-j >rot.rot; seq 2400 >late.x; seq 7 >same
        mkdir -p deep/er/deepest; seq 20000 >deep/er/deepest/new; seq 900 >"it's \u00fc"
        seq 1200 >empty-place; seq 100 >landed
        """;
    private static final String MINE =
        """
        seq 8 >mine-edited; seq 9 >mine-staged; git add mine-staged; seq 4 >mine-staged
        seq 7 >same; git add same; echo mine >mine-new; echo mine >mine.ignored
        mkdir -p empty-place deep; echo mine >deep/mine
        """;

    private void sh(String script) {
      git.gitIn(checkout, "-c", "alias.x=!cd '" + checkout + "'\n" + script, "x");
    }

    private ObjectId commit(String message) {
      git.gitIn(checkout, "add", "-A");
      git.gitIn(checkout, "commit", "-q", "-m", message);
      return ObjectId.fromString(git.gitIn(checkout, "rev-parse", "HEAD"));
    }

    void begin() {
      SmallDisk.copy(kept.resolve("repository"), git.root());
      SmallDisk.copy(kept.resolve("checkout"), checkout);
    }

    FastForwardResult forward(FastForwardSpace.Free free) throws IOException, InterruptedException {
      try (Repository repository = Repository.open(git.root())) {
        return new CheckoutUpdater(repository, "main", free).forward(from, to);
      }
    }

    boolean isUntouched() throws IOException {
      return CheckoutPicture.of(git, checkout).equals(before);
    }

    boolean follow(String when) throws IOException, InterruptedException {
      FastForwardResult result = forward(place -> Long.MAX_VALUE);
      Map<String, String> picture = CheckoutPicture.of(git, checkout);
      if (result.followed()) {
        assertThat(picture).as(when).isEqualTo(after);
        return true;
      }
      assertThat(picture).as(when + ": " + result.reason()).isEqualTo(before);
      assertThat(result.reason())
          .as(when)
          .contains("roundhouse sync")
          .doesNotContain("commit them or move them away", "missing or incomplete", "Exception");
      putBack += result.reason().contains("all files are as they were before") ? 1 : 0;
      return false;
    }

    void goOn(String when) throws IOException, InterruptedException {
      FastForwardResult result = forward(FastForwardSpace::usable);
      assertThat(result.reason()).as(when).isEmpty();
      assertThat(CheckoutPicture.of(git, checkout)).as(when).isEqualTo(after);
      assertThat(git.root().resolve(".git/roundhouse/follow.note")).doesNotExist();
    }
  }
}
