package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.AttemptContent.ChangedFile;
import dev.roundhouse.orchestrator.AttemptContent.Changes;
import dev.roundhouse.orchestrator.AttemptContent.Form;
import dev.roundhouse.orchestrator.AttemptContent.Since;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has changed since a person last looked at work, without what others landed: on real git. */
class LastLookTest {
  private static final IssueId ISSUE = new IssueId("A-1");
  private static final String REF = "refs/roundhouse/seen/a-1";

  /** Adds a line to a file of its own for each attempt. */
  private static final String AGENT =
      "echo \"attempt $ROUNDHOUSE_ATTEMPT\" >>\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.write("list.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    git.issue("A-1").commitAll("backlog");
  }

  private Orchestrator orchestrator(String agent) {
    RunOptions.Builder options = RunOptions.builder().attempts(1);
    options.agent(git.agent(agent));
    options.form(DeliveryOptions.DEFAULT.reviewed(DeliveryOptions.Review.REQUIRED));
    return git.orchestrator().options(options.build()).build();
  }

  private AttemptContent content() {
    return git.orchestrator().build().attemptContent();
  }

  private Changes changes() throws Exception {
    return content().changes(ISSUE, OptionalInt.empty());
  }

  private void workLookAndSendBack(String agent) throws Exception {
    orchestrator(agent).run();
    content().look(changes());
    git.orchestrator().build().planEditor().sendBack(List.of(ISSUE), "again");
  }

  private String diff(Since since) throws Exception {
    Path file = temporary.resolve("diff");
    Files.deleteIfExists(file);
    content().write(since, Form.PLAIN, false, file);
    return Files.readString(file);
  }

  private boolean isKept() throws IOException {
    return !git.git("for-each-ref", REF).isBlank();
  }

  @Test
  void beforeTheFirstLookThereIsNothingToCompareWith() throws Exception {
    orchestrator(AGENT).run();

    assertThat(content().since(changes())).isEmpty();
  }

  @Test
  void workThatIsTheSameHasNotChanged() throws Exception {
    orchestrator(AGENT).run();
    content().look(changes());
    content().look(changes());

    Optional<Since> since = content().since(changes());
    assertThat(since).isPresent();
    assertThat(content().files(since.orElseThrow())).isEmpty();
  }

  @Test
  void whatOthersLandedMeanwhileIsNoPartOfIt() throws Exception {
    workLookAndSendBack(AGENT);
    git.write("list.txt", "changed by others\n").commitAll("others");
    orchestrator(AGENT).run();

    Since since = content().since(changes()).orElseThrow();

    assertThat(since.isMerged()).isTrue();
    assertThat(content().files(since)).extracting(ChangedFile::path).containsExactly("A-1.txt");
    assertThat(diff(since)).contains(" attempt 1\n+attempt 2\n").doesNotContain("others");
  }

  @Test
  void whereOthersChangedTheSameFileTheTwoAreComparedOnTheFilesOfTheWork() throws Exception {
    workLookAndSendBack(AGENT + "sed -i s/^1/one/ list.txt\n");
    git.write("list.txt", "uno\n2\n3\n").write("other.txt", "x\n").commitAll("others");
    orchestrator("printf 'one\\n2\\n3\\n' >list.txt; " + AGENT).run();

    Since since = content().since(changes()).orElseThrow();

    assertThat(since.isMerged()).isFalse();
    assertThat(since.paths()).contains("A-1.txt", "list.txt").doesNotContain("other.txt");
    assertThat(diff(since)).contains("A-1.txt", "list.txt").doesNotContain("other.txt");
  }

  @Test
  void garbageCollectionKeepsTheWorkThatWasLookedAtUntilTheIssueHasLanded() throws Exception {
    workLookAndSendBack(AGENT);
    git.orchestrator().build().collectGarbage();
    assertThat(isKept()).isTrue();
    orchestrator(AGENT).run();
    content().look(changes());
    git.orchestrator().build().planEditor().approve(List.of(ISSUE));
    orchestrator(AGENT).run();
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(isKept()).isTrue();

    assertThat(git.orchestrator().build().collectGarbage().refs()).contains(REF);

    assertThat(isKept()).isFalse();
  }
}
