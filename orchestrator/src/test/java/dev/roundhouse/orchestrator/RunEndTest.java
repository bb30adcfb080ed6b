package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DiskOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is reported as over once the ledger says so: whoever hears of it finds that there. */
class RunEndTest {
  @TempDir Path temporary;
  private GitFixture git;
  private final List<String> ends = new ArrayList<>();

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").commitAll("backlog");
  }

  private Orchestrator.Builder orchestrator() {
    String agent = git.script("agent", "echo x >$ROUNDHOUSE_ISSUE_ID.txt");
    return git.orchestrator()
        .options(
            RunOptions.builder()
                .agent(new Command(List.of(agent)))
                .disk(DiskOptions.DEFAULT.floor(1))
                .build())
        .listener(this::hear);
  }

  private void hear(RunEvent event) {
    if (event instanceof RunEvent.Finished || event instanceof RunEvent.Aborted) {
      ends.add(event.getClass().getSimpleName() + " when the run was " + outcome());
    }
  }

  private String outcome() {
    try {
      RunRecord run = Ledger.read(git.root().resolve(".git/roundhouse")).runs().iterator().next();
      return run.endedAt() == null ? "active" : Objects.requireNonNull(run.outcome());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void aRunThatHasEndedIsReportedThen() throws Exception {
    orchestrator().build().run();

    assertThat(ends).containsExactly("Finished when the run was finished");
  }

  @Test
  void aRunThatHasFailedIsReportedThen() {
    Orchestrator.Builder builder = orchestrator();
    builder.request.freeSpace(
        place -> {
          throw new IllegalStateException("the disk is gone");
        });

    assertThatThrownBy(() -> builder.build().run()).hasMessage("the disk is gone");

    assertThat(ends).containsExactly("Aborted when the run was failed");
  }
}
