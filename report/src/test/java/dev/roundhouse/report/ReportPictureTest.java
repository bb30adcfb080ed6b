package dev.roundhouse.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Usage;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that the picture in the README shows; {@code -Dreport.picture=FILE} keeps it. */
class ReportPictureTest {
  private static final int MINUTE = 60;
  private static final String RED =
      "test_refund_twice (orders.tests.RefundTest) ... FAIL\n"
          + "  File \"orders/tests.py\", line 88, in test_refund_twice\n"
          + "    self.assertEqual(order.refunded, 4200)\n"
          + "AssertionError: 8400 != 4200\n\n"
          + "Ran 214 tests in 38.2s\nFAILED (failures=1)\n";

  @TempDir Path temporary;

  private RecordedRun run;

  @BeforeEach
  void begin() {
    run = new RecordedRun(temporary.resolve("shop"), new RunId("run_7d1f03a9c2e4"), 3);
  }

  private AttemptId work(String name, String slot, double from, double to, int tokens) {
    BigDecimal cost = BigDecimal.valueOf(tokens * 4L, 3);
    Usage used = new Usage(tokens * 1000L, tokens * 60L, cost);
    return run.work(name, slot, from * MINUTE, to * MINUTE, used);
  }

  private void land(String name, AttemptId attempt, double built, double judged) {
    run.judge(name, attempt, built * MINUTE, judged * MINUTE, true);
  }

  private void reject(String name, AttemptId attempt, double built, double judged) {
    run.judge(name, attempt, built * MINUTE, judged * MINUTE, false);
    run.retry(
        name, attempt, LifecycleStatus.REJECTED, "1 of 214 tests failed", RED, judged * MINUTE);
  }

  private RunHistory history() throws Exception {
    run.issue("BUG-101", "Cart total ignores the discount", "type: BUG")
        .issue("BUG-104", "Search fails on an empty query", "type: BUG")
        .issue("FEAT-12", "Address book in the checkout", "type: FEAT")
        .issue("FEAT-14", "Gift wrapping", "type: FEAT", "blocked_by: FEAT-12")
        .issue("BUG-107", "A refund can be made twice", "type: BUG")
        .issue("ENH-31", "Order list loads in one query", "type: ENH")
        .issue("ENH-33", "Prices in the currency of the buyer", "type: ENH", "blocked_by: BUG-101")
        .issue("FEAT-17", "Partial refunds", "type: FEAT", "blocked_by: BUG-107")
        .issue("BUG-110", "Time zone in the invoice", "type: BUG")
        .issue("FEAT-19", "Invoice as PDF", "type: FEAT", "blocked_by: BUG-110");
    land("BUG-101", work("BUG-101", "w1", 0.3, 4.6, 110), 4.8, 5.6);
    AttemptId twice = work("BUG-107", "w2", 0.4, 6.2, 190);
    AttemptId book = work("FEAT-12", "w3", 0.5, 8.1, 260);
    reject("BUG-107", twice, 6.4, 7.2);
    AttemptId search = work("BUG-104", "w1", 5.0, 7.3, 70);
    land("BUG-104", search, 7.5, 8.3);
    land("FEAT-12", book, 8.4, 9.3);
    AttemptId again = work("BUG-107", "w2", 7.4, 12.0, 170);
    AttemptId prices = work("ENH-33", "w1", 7.6, 13.1, 180);
    AttemptId list = work("ENH-31", "w3", 9.5, 12.6, 90);
    reject("BUG-107", again, 12.2, 13.0);
    land("ENH-31", list, 12.9, 13.7);
    run.retry(
        "ENH-33",
        prices,
        LifecycleStatus.CONFLICTED,
        "conflicts with what landed before, in orders/models.py",
        "<<<<<<< orders/models.py\n",
        13.8 * MINUTE);
    AttemptId gift = work("FEAT-14", "w3", 13.0, 17.4, 150);
    AttemptId anew = work("ENH-33", "w1", 14.0, 17.0, 100);
    AttemptId zone = work("BUG-110", "w2", 13.2, 15.5, 60);
    land("BUG-110", zone, 15.7, 16.5);
    land("ENH-33", anew, 17.2, 18.0);
    land("FEAT-14", gift, 18.0, 18.8);
    AttemptId pdf = work("FEAT-19", "w2", 16.7, 20.8, 140);
    AttemptId third = work("BUG-107", "w1", 17.3, 21.0, 150);
    land("FEAT-19", pdf, 21.0, 21.8);
    run.judge("BUG-107", third, 21.1 * MINUTE, 22.0 * MINUTE, false);
    run.fail(
        "BUG-107", third, LifecycleStatus.REJECTED, "1 of 214 tests failed", RED, 22.0 * MINUTE);
    run.add(
        new Event.CorrectionMade(
            new IssueId("BUG-110"), zone, "scope", "invoices only", RecordedRun.at(21 * MINUTE)));
    return run.end(22.1 * MINUTE).history();
  }

  @Test
  void thePageOfThePictureShowsARunWithFailuresRetriesAndAConflict() throws Exception {
    String page = ReportFormat.HTML.render(history());

    assertThat(page)
        .contains("8 of 10 issues landed on main", "roundhouse review BUG-107", "conflicted")
        .contains("AssertionError: 8400 != 4200", "✕ BUG-107", "FEAT-17");
    String keep = System.getProperty("report.picture");
    if (keep != null) {
      Files.writeString(Path.of(keep), page);
    }
  }
}
