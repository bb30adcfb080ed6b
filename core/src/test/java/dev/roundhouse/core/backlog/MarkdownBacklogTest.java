package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Finding.Severity;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form an issue file comes in, and everything that may be wrong with one. */
class MarkdownBacklogTest {
  @TempDir Path root;

  private MarkdownBacklogTest file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
    return this;
  }

  private BacklogReading read() throws IOException {
    return new MarkdownBacklog(root, List.of()).read().checked();
  }

  private Issue only() throws IOException {
    BacklogReading reading = read();
    assertThat(reading.issues()).hasSize(1);
    return reading.issues().get(0);
  }

  private static Set<IssueId> ids(String... ids) {
    return Set.of(ids).stream().map(IssueId::new).collect(Collectors.toSet());
  }

  @Test
  void readsEverythingFromTheFrontMatter() throws IOException {
    file(
        ".issues/bugs/any.md",
        """
        ---
        id: BUG-042
        type: enhancement
        priority: p1
        title: "It: breaks"
        status: In Progress
        labels: [ui, core]
        blocked_by:
          - BUG-001
          - "BUG-002"  # a comment
        blocks: "BUG-003, 17"
        depends_on: bd-a3f8
        parent: EPIC-7
        created_at: 2026-01-02T03:04:05Z
        url: https://example.org/42#top
        due: 2026-03-04
        unknown: {kept: true}
        ---

        Body.
        """);
    Issue issue = only();
    assertThat(issue.id()).isEqualTo(new IssueId("bug-042"));
    assertThat(issue.type()).isEqualTo(new IssueType("ENH"));
    assertThat(issue.priority()).isEqualTo(new Priority(1));
    assertThat(issue.title()).isEqualTo("It: breaks");
    assertThat(issue.status()).isEqualTo(IssueStatus.IN_PROGRESS);
    assertThat(issue.labels()).containsExactlyInAnyOrder("ui", "core");
    assertThat(issue.blockedBy()).isEqualTo(ids("BUG-001", "BUG-002"));
    assertThat(issue.dependsOn()).isEqualTo(ids("bd-a3f8"));
    assertThat(issue.parent()).contains(new IssueId("EPIC-7"));
    assertThat(issue.createdAt()).contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(issue.locator()).isEqualTo(".issues/bugs/any.md");
    assertThat(issue.file()).contains(".issues/bugs/any.md");
    assertThat(issue.blocks()).isEqualTo(ids("BUG-003", "17"));
    assertThat(issue.extra())
        .isEqualTo(Map.of("url", "https://example.org/42#top", "due", "2026-03-04"));
    assertThat(issue.body()).contains("Body.");
  }

  @Test
  void readsWhatTheNameSaysWhereThereIsNoFrontMatter() throws IOException {
    file("issues/P2-BUG-042-some-slug.md", "text");
    file("issues/17-the-other.md", "# Its title\n");
    file("issues/bd-a3f8.md", "")
        .file("issues/task-12.md", "")
        .file("issues/README.md", "no issue");

    BacklogReading reading = read();

    assertThat(reading.issues())
        .extracting(
            each -> each.id() + " " + each.priority() + " " + each.type() + " " + each.title())
        .containsExactly(
            "17 P3 ISSUE Its title",
            "bd-a3f8 P3 ISSUE bd-a3f8",
            "BUG-042 P2 BUG some slug",
            "task-12 P3 ISSUE task-12");
    assertThat(reading.findings()).isEmpty();
  }

  @Test
  void theFrontMatterGoesBeforeTheNameAndADisagreementIsAWarning() throws IOException {
    file("issues/P2-BUG-042-slug.md", "---\nid: BUG-43\npriority: P1\n---\n");
    assertThat(only().id().value()).isEqualTo("BUG-43");
    assertThat(only().priority()).isEqualTo(new Priority(1));
    assertThat(read().findings())
        .allMatch(each -> each.severity() == Severity.WARNING)
        .extracting(Finding::line)
        .containsExactly(2, 3);
  }

  @Test
  void readsDependenciesFromSectionsAndNotFromCode() throws IOException {
    file(
        "issues/A-1.md",
        """
        # One

        ## Blocked By

        - A-2: because
        - [ ] `A-3`
        * Nothing else

        ```
        ## Blocked By
        - A-9
        ```

        ## Blocks

        A-4, A-5
        """);
    file("issues/A-2.md", "")
        .file("issues/A-3.md", "")
        .file("issues/A-4.md", "")
        .file("issues/A-5.md", "");

    BacklogReading reading = read();

    assertThat(reading.find(new IssueId("A-1")).orElseThrow().blockedBy())
        .isEqualTo(ids("A-2", "A-3"));
    assertThat(reading.find(new IssueId("A-4")).orElseThrow().blockedBy()).isEqualTo(ids("A-1"));
    assertThat(reading.find(new IssueId("A-5")).orElseThrow().blockedBy()).isEqualTo(ids("A-1"));
    assertThat(reading.findings()).isEmpty();
  }

  private Finding finding() throws IOException {
    List<Finding> findings = read().findings();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @Test
  void whatCannotBeParsedIsReportedWithPathAndLine() throws IOException {
    file("issues/A-1.md", "---\nid: A-1\ntitle: a: b: c\n---\n");
    assertThat(finding().locator()).isEqualTo("issues/A-1.md");
    assertThat(finding().line()).isEqualTo(3);
    assertThat(finding().severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void aFileThatIsNoUtf8IsReportedWithItsLine() throws IOException {
    Files.createDirectories(root.resolve("issues"));
    Files.write(
        root.resolve("issues/A-1.md"), "one\ntwo \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(finding().line()).isEqualTo(2);
    assertThat(finding().message()).contains("UTF-8");
  }

  @Test
  void aMalformedPriorityAStatusNobodyKnowsAndABlockerThatIsNoIdAreErrors() throws IOException {
    file("issues/A-1.md", "---\npriority: soon\nstatus: fine\nblocked_by: ['../x']\n---\n");
    BacklogReading reading = read();
    assertThat(reading.findings())
        .extracting(each -> each.line() + " " + each.severity())
        .containsExactly("2 ERROR", "3 ERROR", "4 ERROR");
    assertThat(reading.issues().get(0).status()).isEqualTo(IssueStatus.BLOCKED);
    assertThat(reading.issues().get(0).priority()).isEqualTo(Priority.DEFAULT);
  }

  @Test
  void anUnknownBlockerAndACycleAndADuplicateAreFound() throws IOException {
    file("issues/A-1.md", "---\nblocked_by: A-99\n---\n");
    file("issues/B-1.md", "---\nblocked_by: B-2\n---\n")
        .file("issues/B-2.md", "---\nblocked_by: B-1\n---\n");
    file("issues/C-1.md", "").file("issues/other.md", "---\nid: c-1\n---\n");

    List<Finding> findings = read().findings();

    assertThat(findings).hasSize(3).allMatch(each -> each.severity() == Severity.ERROR);
    assertThat(findings.get(0).message()).contains("A-1 is blocked by A-99");
    assertThat(findings.get(0).ambiguous()).isFalse();
    assertThat(findings.get(1).issues()).isEqualTo(ids("B-1", "B-2"));
    assertThat(findings.get(1).ambiguous()).isTrue();
    assertThat(findings.get(2).issues()).isEqualTo(ids("C-1"));
    assertThat(findings.get(2).ambiguous()).isTrue();
  }

  @Test
  void theSameAmongClosedIssuesIsAWarning() throws IOException {
    file("issues/B-1.md", "---\nstatus: done\nblocked_by: B-2\n---\n");
    file("issues/B-2.md", "---\nstatus: cancelled\nblocked_by: B-1\n---\n");
    file("issues/C-1.md", "---\nstatus: done\n---\n");
    file("issues/x.md", "---\nid: C-1\nstatus: done\n---\n");
    assertThat(read().findings())
        .hasSize(2)
        .allMatch(each -> each.severity() == Severity.WARNING && !each.ambiguous());
  }

  @Test
  void linksLeadNowhere() throws IOException {
    Files.writeString(root.resolve("outside.md"), "secret");
    Files.createDirectories(root.resolve("issues"));
    Files.createSymbolicLink(root.resolve("issues/A-1.md"), Path.of("../outside.md"));
    assertThat(read().issues()).isEmpty();
    assertThat(finding().message()).contains("symbolic link");
  }

  @Test
  void aLinkedFolderIsReadWhereItLeadsIfThatIsInTheCheckout() throws IOException {
    file("docs/issues/A-1.md", "");
    Files.createSymbolicLink(root.resolve("issues"), Path.of("docs/issues"));
    assertThat(read().findings()).isEmpty();
    assertThat(only().locator()).isEqualTo("docs/issues/A-1.md");

    Files.delete(root.resolve("issues"));
    Path outside = Files.createDirectory(root.resolveSibling(root.getFileName() + "-outside"));
    Files.createSymbolicLink(root.resolve("issues"), outside);
    assertThat(finding().message()).contains("symbolic link that leads out");
    assertThat(finding().ambiguous()).isTrue();
    Files.delete(outside);
  }

  @Test
  void aFolderBehindALinkedParentIsReadWhereItLeads() throws IOException {
    file("docs/bugs/A-1.md", "");
    Files.createSymbolicLink(root.resolve(".issues"), Path.of("docs"));
    assertThat(only().locator()).isEqualTo("docs/bugs/A-1.md");
  }

  @Test
  void aDirectoryNamedLikeAnIssueAndALinkedOneBelowAreReported() throws IOException {
    file("issues/A-1.md/A-2.md", "");
    file("other/A-3.md", "");
    Files.createSymbolicLink(root.resolve("issues/more"), Path.of("../other"));
    assertThat(read().findings())
        .extracting(each -> each.locator() + " " + each.severity())
        .containsExactlyInAnyOrder("issues/A-1.md WARNING", "issues/more WARNING");
    assertThat(only().id()).isEqualTo(new IssueId("A-2"));
  }

  @Test
  void aClosedIssueThatCannotBeReadIsAWarning() throws IOException {
    file("issues/A-1.md", "---\nid: A-1\nstatus: done\nx: [\n---\n");
    assertThat(finding().severity()).isEqualTo(Severity.WARNING);
    file("issues/A-1.md", "---\nid: A-1\nstatus: open\nx: [\n---\n");
    assertThat(finding().severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void hostileYamlIsAnErrorAndNothingWorse() throws IOException {
    file("issues/A-1.md", "---\nx: " + "[".repeat(50_000) + "\n---\n");
    file(
        "issues/A-2.md",
        "---\na: &a [1,1,1,1,1,1,1,1,1]\n"
            + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n---\n");
    assertThat(read().findings()).isNotEmpty().allMatch(each -> each.severity() == Severity.ERROR);
  }
}
