package dev.roundhouse.orchestrator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A process is started once more where a signal hit the JDK's helper, and only there. */
class ProcessStarterTest {
  @Test
  void theHelpersEndByASignalIsKnown() {
    String said =
        "Cannot run program \"setsid\": error=0, Failed to exec spawn helper: pid: 7, signal: 2";

    assertThat(ProcessStarter.isSignalled(new IOException(said))).isTrue();
  }

  @Test
  void whatIsNotThereIsNotTriedAgain() {
    assertThatThrownBy(() -> ProcessStarter.of(new ProcessBuilder("/nowhere/at/all")))
        .isInstanceOf(IOException.class)
        .satisfies(
            failed -> assertThat(ProcessStarter.isSignalled((IOException) failed)).isFalse());
  }
}
