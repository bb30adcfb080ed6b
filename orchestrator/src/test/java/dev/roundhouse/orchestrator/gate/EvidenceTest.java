package dev.roundhouse.orchestrator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.gate.TestResults.FailedTest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a red gate is short, and the tests come first. */
class EvidenceTest {
  private static final FailedTest ADDS =
      new FailedTest("org.example.SumTest", "adds", false, "3 is not 2", "AssertionError\n  at x");

  @Test
  void theTestsComeFirstThenTheEndOfTheOutput() {
    FailedTest breaks = new FailedTest("SumTest", "breaks", true, "", "");
    Evidence evidence =
        new Evidence(new TestResults(14, 1, 1, 2, List.of(ADDS, breaks), true), "BUILD FAILURE\n");

    assertThat(evidence.text())
        .isEqualTo(
            """
            2 of 14 tests did not pass: 1 failure, 1 error, 2 skipped
            - org.example.SumTest.adds: 3 is not 2
                AssertionError
                  at x
            - SumTest.breaks (error)

            the end of its output:
            BUILD FAILURE
            """);
  }

  @Test
  void whereNoTestFailedThereIsOnlyTheOutput() {
    assertThat(new Evidence(new TestResults(3, 0, 0, 0, List.of(), true), "out").text())
        .isEqualTo("out");
    assertThat(new Verdict.Red("red", "out").evidence()).isEqualTo("out");
  }

  @Test
  void whatDoesNotFitIsCounted() {
    TestResults many = new TestResults(900, 700, 0, 0, Collections.nCopies(50, ADDS), false);

    String text = new Evidence(many, "").text();

    assertThat(text).hasSizeLessThan(3_700).contains("700 of 900 or more tests", "- and 6");
  }
}
