package dev.roundhouse.orchestrator.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.options.Budget.Amount;
import dev.roundhouse.orchestrator.options.Budget.Limit;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A budget says which limit is meant, and how much of it is spent and left. */
class BudgetTest {
  private static final Budget DOLLARS = budget("12 usd", "6 usd", "3 usd");
  private static final Budget TOKENS = budget("2000 tokens", "1500 tokens", "1000 tokens");

  private static Budget budget(String run, String issue, String attempt) {
    return new Budget(
        Optional.of(Amount.parse(run)), Optional.of(Amount.parse(issue)), Amount.parse(attempt));
  }

  private static Usage dollars(String amount) {
    return new Usage(99_999, 99_999, new BigDecimal(amount));
  }

  private static Usage tokens(long count) {
    return new Usage(count - 1, 1, BigDecimal.TEN);
  }

  @Test
  void theLimitOfTheIssueIsNamedBeforeThatOfTheRun() {
    assertThat(DOLLARS.objection(dollars("9"), dollars("3"))).isEmpty();
    assertThat(DOLLARS.objection(dollars("9.5"), dollars("5")).map(Object::toString))
        .contains(
            "the budget of an issue is $6.00: $5.00 spent, $1.00 left, less than the $3.00 that an attempt reserves");
    assertThat(DOLLARS.objection(dollars("9.5"), dollars("3")).map(Object::toString))
        .contains(
            "the budget of a run is $12.00: $9.50 spent, $2.50 left, less than the $3.00 that an attempt reserves");
    assertThat(Budget.UNLIMITED.objection(dollars("1000000"), dollars("1000000"))).isEmpty();
  }

  @Test
  void whatIsExceededHasNothingLeft() {
    assertThat(TOKENS.exceeded(tokens(1000), tokens(1500), tokens(2000))).isEmpty();
    assertThat(TOKENS.exceeded(tokens(1001), tokens(1501), tokens(2001)).map(Object::toString))
        .contains("the budget of an attempt is 1,000 tokens: 1,001 tokens spent, 0 tokens left");
    assertThat(TOKENS.exceeded(tokens(9), tokens(1501), tokens(2001)).map(Budget.Share::of))
        .contains(Limit.ISSUE);
    assertThat(TOKENS.exceeded(tokens(9), tokens(9), tokens(2001)).map(Budget.Share::of))
        .contains(Limit.RUN);
    assertThat(Budget.UNLIMITED.exceeded(tokens(9), tokens(9), dollars("9"))).isEmpty();
  }
}
