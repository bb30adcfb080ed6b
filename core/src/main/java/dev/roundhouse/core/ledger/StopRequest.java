package dev.roundhouse.core.ledger;

/**
 * A person wants an issue that is being worked to end as {@code next}; who works it sees to that.
 * Immutable.
 *
 * @param next skipped or cancelled
 * @param reason why
 */
public record StopRequest(LifecycleStatus next, String reason) {}
