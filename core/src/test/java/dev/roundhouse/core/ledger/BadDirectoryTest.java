package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger's directory that cannot be one is named, and left as it is. */
class BadDirectoryTest {
  @TempDir Path temporary;

  private Path directory() {
    return temporary.resolve("state");
  }

  private void isRefused(Path named) {
    assertThatThrownBy(() -> Ledger.open(directory(), Instant::now))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(named.toString())
        .hasMessageContaining("in the way");
    assertThatThrownBy(() -> Ledger.read(directory()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(named.toString());
  }

  @Test
  void aFileInItsPlaceIsNamed() throws IOException {
    Files.writeString(directory(), "mine");
    isRefused(directory());
    assertThat(directory()).hasContent("mine");
  }

  @Test
  void aLinkThatLeadsRoundInACircleIsNamed() throws IOException {
    Files.createSymbolicLink(directory(), directory());
    isRefused(directory());
    assertThat(Files.exists(directory(), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void aFileInPlaceOfTheJournalIsNamed() throws IOException {
    Files.createDirectory(directory());
    Files.writeString(directory().resolve("journal"), "mine");
    isRefused(directory().resolve("journal"));
    assertThat(directory().resolve("journal")).hasContent("mine");
  }

  @Test
  void noDirectoryAtAllIsAnEmptyLedger() throws IOException {
    assertThat(Ledger.read(directory()).issues()).isEmpty();
    assertThat(directory()).doesNotExist();
  }
}
