package dev.roundhouse.core.ledger;

import java.util.Locale;

/** The reasons why an agent's account cannot be used for a while, whatever the issue. */
public enum AccountProblem {
  /** A usage or rate limit was reached; it passes by itself. */
  LIMIT,
  /** The service is overloaded, broken or out of reach; it passes by itself. */
  SERVICE,
  /** The service does not let the account in; a person has to log in, or to name another key. */
  LOG_IN,
  /** The account has nothing left to pay with; a person has to pay. */
  CREDIT,
  /** The model does not exist, or the account may not use it; a person has to name another. */
  MODEL;

  /** Returns true if it does not pass by itself. */
  public boolean needsPerson() {
    return this == LOG_IN || this == CREDIT || this == MODEL;
  }

  /** Returns its name in lower case, with a hyphen between words. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
