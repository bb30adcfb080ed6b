package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code lint --fix} changes spellings, and nothing a file says. */
class LintFixTest extends CommandFixture {
  private static final String ODD =
      "---\r\nid: A-1\r\npriority: 'p1' # soon\r\nstatus:  Finished\r\n---\r\nstatus: wip";

  @BeforeEach
  void makeRepository() {
    git.write("issues/A-1.md", ODD);
    git.write("issues/A-2.md", "---\nstatus: urgent\npriority: P1\n---\n");
    git.issue("A-3");
    git.commitAll("backlog");
  }

  private Path file() {
    return git.root().resolve("issues/A-1.md");
  }

  private String content() throws IOException {
    return Files.readString(file());
  }

  @Test
  void writesTheUsualSpellingAndKeepsEveryOtherByteAndThePermissions() throws IOException {
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    Shell.Answer answer = shell.type("lint", "--fix");
    assertThat(answer.out())
        .contains("issues/A-1.md:3", "- priority: 'p1' # soon", "+ priority: 'P1' # soon")
        .contains("issues/A-1.md:4", "- status:  Finished", "+ status:  done")
        .contains("unknown status 'urgent'");
    assertThat(answer.code()).as("what it cannot mend stays wrong").isEqualTo(2);
    assertThat(content()).isEqualTo(ODD.replace("p1", "P1").replace("Finished", "done"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r-----");
    assertThat(git.git("status", "--porcelain").strip()).isEqualTo("M issues/A-1.md");
    assertThat(shell.type("lint", "--fix").out()).doesNotContain("spelling");
  }

  @Test
  void aDryRunSaysTheSameAndWritesNothing() throws IOException {
    JsonNode json = shell.type("lint", "--fix", "--dry-run", "--json").json();
    assertThat(json.path("mended")).hasSize(2);
    assertThat(json.path("mended").get(1).path("line").asInt()).isEqualTo(4);
    assertThat(content()).isEqualTo(ODD);
    assertThat(shell.type("lint", "--dry-run").code()).isEqualTo(2);
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aFileThatIsNotMergedIsLeftAlone() throws IOException {
    git.git("checkout", "-q", "-b", "other");
    git.write("issues/A-1.md", ODD.replace("wip", "other"));
    git.commitAll("other");
    git.git("checkout", "-q", "main");
    git.write("issues/A-1.md", ODD.replace("wip", "main"));
    git.commitAll("main");
    assertThatThrownBy(() -> git.git("merge", "-q", "other")).isNotNull();
    String conflicted = content();

    Shell.Answer answer = shell.type("lint", "--fix");
    assertThat(answer.err())
        .contains("issues/A-1.md was not changed: it has unmerged changes in git");
    assertThat(content()).isEqualTo(conflicted).contains("<<<<<<<");
  }
}
