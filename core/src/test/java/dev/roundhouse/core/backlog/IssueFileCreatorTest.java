package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A new issue file looks like those that are there, and reads as it was meant. */
class IssueFileCreatorTest {
  private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

  @TempDir Path temporary;
  private Path root;
  private Path staging;

  @BeforeEach
  void makeDirectories() throws IOException {
    root = Files.createDirectory(temporary.resolve("project"));
    staging = Files.createDirectory(temporary.resolve("staging"));
  }

  private Issue create(IssueDraft draft, IssueId... taken) throws IOException {
    MarkdownBacklog backlog = new MarkdownBacklog(root, List.of());
    Issue made = new IssueFileCreator(backlog, staging).create(draft, List.of(taken), NOW);
    assertThat(new MarkdownBacklog(root, List.of()).read().find(made.id())).contains(made);
    assertThat(staging).isEmptyDirectory();
    return made;
  }

  private String path(IssueDraft draft, IssueId... taken) throws IOException {
    return create(draft, taken).locator();
  }

  private void there(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  private static IssueDraft draft(String title, String type, int priority) {
    return new IssueDraft(
        title, Optional.of(new IssueType(type)), new Priority(priority), Set.of(), Set.of(), "");
  }

  @Test
  void theFirstIssueOfAProjectHasTheUsualForm() throws IOException {
    IssueDraft draft =
        new IssueDraft(
            "Fix the empty-input crash",
            Optional.empty(),
            new Priority(1),
            Set.of("ui", "no: 1"),
            Set.of(new IssueId("A-1")),
            "It crashes.\n\n");

    Issue made = create(draft);

    assertThat(made.locator()).isEqualTo("issues/P1-BUG-001-fix-the-empty-input-crash.md");
    assertThat(root.resolve(made.locator()))
        .hasContent(
            """
            ---
            id: BUG-001
            type: BUG
            priority: P1
            status: open
            labels: ["no: 1", ui]
            blocked_by: [A-1]
            created_at: 2026-11-27T08:00:00Z
            ---

            # Fix the empty-input crash

            It crashes.
            """);
    assertThat(made.status()).isEqualTo(IssueStatus.OPEN);
    assertThat(made.labels()).containsExactlyInAnyOrder("ui", "no: 1");
    assertThat(path(IssueDraft.of("Add dark mode")))
        .isEqualTo("issues/P3-FEAT-002-add-dark-mode.md");
  }

  @Test
  void typedFoldersGetTheFileOfTheirType() throws IOException {
    there(".issues/bugs/P2-BUG-042-slug.md", "---\nid: BUG-042\nstatus: done\n---\n# x\n");

    assertThat(path(draft("One", "bug", 0))).isEqualTo(".issues/bugs/P0-BUG-043-one.md");
    assertThat(path(draft("Two", "feature", 9))).isEqualTo(".issues/features/P9-FEAT-044-two.md");
    assertThat(path(draft("Three", "DOC", 3))).startsWith(".issues/");
  }

  @Test
  void beyondTheLongestNumberIdsStayFree() throws IOException {
    there("issues/BUG-999999999999999-big.md", "# Big\n");

    assertThat(path(IssueDraft.of("Fix a"))).isEqualTo("issues/BUG-1000000000000000-fix-a.md");
    assertThat(path(IssueDraft.of("Fix b"))).isEqualTo("issues/BUG-1000000000000001-fix-b.md");
    assertThat(path(IssueDraft.of("Fix c"), new IssueId("bug-1000000000000002")))
        .isEqualTo("issues/BUG-1000000000000003-fix-c.md");
  }

  @ParameterizedTest
  @CsvSource({
    "issues/BUG-42.md, issues/BUG-43.md",
    "issues/17.md, issues/18.md",
    "issues/task-12.md, issues/task-13.md",
    "issues/007-a-slug.md, issues/008-fix-it.md",
    "issues/deep/er/P0-X-1-y.md, issues/deep/er/P3-X-2-fix-it.md",
    "issues/BUG-099.md, issues/BUG-100.md",
  })
  void namesAreContinuedAsTheyAre(String before, String after) throws IOException {
    there(before, "# Something\n");

    Issue made = create(IssueDraft.of("Fix it"));

    assertThat(made.locator()).isEqualTo(after);
    assertThat(root.resolve(after)).hasContent("# Fix it\n");
    assertThat(made.type()).isEqualTo(before.contains("BUG") ? new IssueType("BUG") : made.type());
  }

  @Test
  void whatANameWithoutFrontMatterCannotSayGetsOne() throws IOException {
    there("issues/17.md", "# Something\n");

    Issue made = create(draft("More", "DOC", 1));

    assertThat(root.resolve("issues/18.md"))
        .hasContent("---\ntype: DOC\npriority: P1\n---\n\n# More\n");
    assertThat(made.id()).isEqualTo(new IssueId("18"));
  }

  @Test
  void filesNamedByWordsHaveTheirIdInside() throws IOException {
    there("issues/some words.md", "---\nid: BUG-7\ntype: BUG\n---\n# Some words\n");

    assertThat(path(IssueDraft.of("Fix it"))).isEqualTo("issues/fix-it.md");
    assertThat(path(IssueDraft.of("修正"))).isEqualTo("issues/FEAT-9.md");
  }

  @Test
  void noIdIsUsedTwice() throws IOException {
    there("issues/BUG-1.md", "---\nstatus: done\n---\n# Done\n");
    there("issues/BUG-7-broken.md", "---\nid: [\n---\n# Not valid\n");

    assertThat(create(IssueDraft.of("Fix a"), new IssueId("bug-9"), new IssueId("other-50")).id())
        .isEqualTo(new IssueId("BUG-10"));
    there("issues/BUG-11.md.d/x", "");
    Files.createSymbolicLink(root.resolve("issues/BUG-11.md"), Path.of("/nowhere"));
    assertThat(create(IssueDraft.of("Fix b")).id()).isEqualTo(new IssueId("BUG-12"));
  }

  @Test
  void prefixesThatShareNumbersAreCountedEach() throws IOException {
    there("issues/BUG-1.md", "# a\n");
    there("issues/BUG-2.md", "# a\n");
    there("issues/FEAT-1.md", "# a\n");

    assertThat(create(IssueDraft.of("Add it")).id()).isEqualTo(new IssueId("FEAT-2"));
    assertThat(create(IssueDraft.of("Fix it")).id()).isEqualTo(new IssueId("BUG-3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "a/b\\c:d*e?f\"g<h>i|j",
        "--- # ...",
        "\u202e\u0000 evil \u001b[31m",
        "-rf $(touch x) `id` && \"'",
        "naïve Ünïcödé & Ωmega",
        "{a: b} [c] # d",
        "README",
        "status: done",
        "trailing ###",
      })
  void anyTitleIsKeptAndItsFileNameIsHarmless(String title) throws IOException {
    Issue made = create(IssueDraft.of(title));

    assertThat(made.locator()).matches("issues/P3-FEAT-001(-[a-z0-9]+)*\\.md");
    assertThat(made.title()).isEqualTo(title.replaceAll("[\\p{Cntrl} ]+", " ").strip());
  }

  @Test
  void aLongTitleIsCutInTheNameOnly() throws IOException {
    String title = "word ".repeat(2_000).strip();

    Issue made = create(IssueDraft.of(title));

    assertThat(made.locator()).hasSizeLessThan(100).endsWith("-word.md");
    assertThat(made.title()).isEqualTo(title);
  }

  @Test
  void aTextThatWouldReadOtherwiseIsKeptFromDoingSo() throws IOException {
    there("issues/17.md", "# Something\n");
    IssueDraft draft =
        new IssueDraft(
            "New", Optional.empty(), Priority.DEFAULT, Set.of(), Set.of(), "Status: done\n");

    assertThat(create(draft).status()).isEqualTo(IssueStatus.OPEN);
    assertThatThrownBy(() -> create(IssueDraft.of("half a character \ud800")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNewFileMayBeReadByWhoMayReadTheOthers() throws IOException {
    there("issues/1.md", "# a\n");

    Path made = root.resolve(create(IssueDraft.of("b")).locator());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("issues/1.md"))));
  }

  @Test
  void nothingIsWrittenOutsideTheCheckout() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    for (String folder : List.of("../outside", "link", "link/deeper")) {
      IssueFileCreator creator =
          new IssueFileCreator(new MarkdownBacklog(root, List.of(folder)), staging);

      assertThatThrownBy(() -> creator.create(IssueDraft.of("x"), List.of(), NOW))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not inside the checkout");
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void whatIsCreatedAsideKeepsItsIdAndIsInTheBacklogOnceItIsPublished() throws IOException {
    MarkdownBacklog backlog = new MarkdownBacklog(root, List.of());
    IssueFileCreator creator = new IssueFileCreator(backlog, staging);
    Issue aside = creator.createAside(IssueDraft.of("Fix one"), List.of(), NOW);

    assertThat(backlog.read().issues()).isEmpty();
    assertThat(root).isEmptyDirectory();
    Path file = creator.drafts().get(0);
    Issue second = creator.create(IssueDraft.of("Fix two"), List.of(), NOW);
    assertThat(second.id()).isNotEqualTo(aside.id());

    creator.publish(file, aside.locator());

    assertThat(backlog.read().find(aside.id())).contains(aside);
    assertThat(creator.drafts()).isEmpty();
    Issue third = creator.createAside(IssueDraft.of("Fix three"), List.of(), NOW);
    Path late = creator.drafts().get(0);
    there(third.locator(), "# Another");
    assertThatThrownBy(() -> creator.publish(late, third.locator()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(late).exists();
  }
}
