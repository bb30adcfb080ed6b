package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.internal.git.GitMaintenance;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever a link or a pointer among git's files leads: it is followed by nobody, and the run says
 * what leads git elsewhere.
 */
@Tag("slow")
class MisledByLinksTest extends MisledGitFixture {
  @Test
  void aRecordOfTheSlotThatNamesAnotherPlaceIsPutRight() throws Exception {
    RunReport report =
        run(
            git,
            first(
                "echo '"
                    + victim
                    + "/.git' >\"$(git rev-parse --absolute-git-dir)/gitdir\"; git worktree prune\n"));

    assertNothingIsHarmed();
    assertThat(report.landed()).isEqualTo(2);
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "A-1.txt")).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf $G/logs; ln -s $V/logs $G/logs",
        "rm $G/index; ln -s $V/index $G/index",
        "ln -s $V/ORIG_HEAD $G/ORIG_HEAD",
        "ln -s $V/info $G/info",
        "rm $G/HEAD; ln -s $V/HEAD $G/HEAD",
        "mv $G $G.moved; ln -s $V $G"
      })
  void aLinkInTheRecordOfASlotIsFollowedByNobody(String damage) throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    Path there = other.root().resolve(".git");
    Files.createFile(there.resolve("ORIG_HEAD"));
    Map<String, String> before = contents(there);

    RunReport report =
        run(git, first("G=$(git rev-parse --absolute-git-dir); V='" + there + "'\n" + damage));

    assertThat(contents(there)).isEqualTo(before);
    assertThat(report.landed()).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "logs"})
  void aLinkInTheUsersGitDirectoryIsFollowedByNobody(String name) throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    Path there = other.root().resolve(".git");
    Map<String, String> before = contents(there);
    Path link = git.root().resolve(".git").resolve(name);

    RunReport report =
        run(
            git,
            first("rm -r '" + link + "'; ln -s '" + there.resolve(name) + "' '" + link + "'\n"));

    assertThat(contents(there)).isEqualTo(before);
    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("main")).isEmpty();
    assertThat(told).anyMatch(each -> each.contains(link + " is a link to " + there.resolve(name)));
  }

  @Test
  void aCommonDirectoryThatKnowsNothingOfTheCheckoutIsNotUsed() throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    Path there = other.root().resolve(".git");
    Map<String, String> before = contents(there);
    Files.writeString(git.root().resolve(".git/commondir"), there + "\n");

    assertThatThrownBy(() -> run(git, "echo x >x\n"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining(git.root().resolve(".git/commondir") + " names a repository");
    assertThat(contents(there)).isEqualTo(before);
  }

  @Test
  void garbageCollectionDoesNotDeleteWhatALinkAmongTheRecordsLeadsTo() throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    Path there = other.root().resolve(".git");
    Map<String, String> before = contents(there);
    Path records = Files.createDirectories(git.root().resolve(".git/worktrees"));
    Files.createSymbolicLink(records.resolve("w9"), there);
    git.git("repack", "-q");
    git.write("more", "more").commitAll("more").git("repack", "-q");
    git.git("config", "gc.autoPackLimit", "1");

    try (Repository repository = Repository.open(git.root())) {
      new GitMaintenance(repository).run();
    }

    assertThat(contents(there)).isEqualTo(before);
  }

  @Test
  void recordsThatWereMovedElsewhereAreNamedAndWorkGoesOnOnceTheyAreBack() throws Exception {
    Path records = git.root().resolve(".git/worktrees");
    Path moved = temporary.resolve("moved");
    String damage = "mv '" + records + "' '" + moved + "'; ln -s '" + moved + "' '" + records + "'";

    assertThatThrownBy(() -> run(git, first(damage)))
        .hasMessageContaining(records + " is a link to " + moved);

    Files.delete(records);
    Files.move(moved, records);
    assertThat(run(git, "echo x >$ROUNDHOUSE_ISSUE_ID.txt\n").landed()).isEqualTo(2);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("B-1", "C-1");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "A-1.txt")).isEqualTo("x");
  }

  private static Map<String, String> contents(Path root) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
