package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Fault;
import dev.roundhouse.core.testing.Fault.Manner;
import dev.roundhouse.core.testing.InMemory;
import dev.roundhouse.core.testing.QuietLogs;
import dev.roundhouse.core.testing.WatchedDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that fails at any change, once or for good: who commits hears of it, what was acknowledged
 * stays, and what failed is not there, unless the message said that nobody can know.
 */
@ExtendWith(QuietLogs.class)
@Tag("slow")
class DiskFaultTest {
  private static final int CHANGES = 80;

  @TempDir(factory = InMemory.class)
  Path root;

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "SHORT", "FULL"})
  void whoeverMeetsAFullDiskHearsOfItAndLosesNothing(Manner manner) throws IOException {
    faultAtEachChange(manner, "No space left on device");
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "MADE", "DEAD"})
  void whoeverMeetsABrokenDiskHearsOfItAndLosesNothing(Manner manner) throws IOException {
    faultAtEachChange(manner, "Input/output error");
  }

  private void faultAtEachChange(Manner manner, String message) throws IOException {
    int number = 0;
    Fault fault;
    do {
      Path directory = root.resolve("life-" + number);
      String where = "change " + (number + 1) + " " + manner;
      fault = new Fault(number, manner, message);
      Told told = live(directory, fault, where);
      assertThat(told.failures()).as(where).allMatch(each -> each.contains(message));
      told.wasTrue(where, Aftermath.of(directory));
      number++;
    } while (fault.met());
    assertThat(number).isGreaterThan(CHANGES);
  }

  /** Lives on whatever fails, as a caller does that tells its user and goes on. */
  private static Told live(Path directory, Fault fault, String where) throws IOException {
    Told told = new Told();
    try (LedgerLife life = new LedgerLife(directory, new WatchedDisk(fault))) {
      for (LedgerLife.Act each : life.acts()) {
        boolean met = fault.met();
        boolean fine = told.succeeds(each);
        assertThat(fine && !met && fault.met()).as(where + " is kept quiet").isFalse();
      }
    }
    return told;
  }
}
