package dev.roundhouse.core.ledger;

/**
 * A person's request that an issue under way end as {@code next}; its worker carries it out.
 * Immutable.
 *
 * @param next skipped or cancelled
 * @param reason the reason
 */
public record IssueStopRequest(LifecycleStatus next, String reason) {}
