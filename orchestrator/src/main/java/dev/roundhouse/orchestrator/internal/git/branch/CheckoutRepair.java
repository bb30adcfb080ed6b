package dev.roundhouse.orchestrator.internal.git.branch;

/**
 * The result of repairing an interrupted fast-forward of the user's checkout. Immutable.
 *
 * @param whole whether nothing of it is left half done
 * @param words the finding and the repair, for people
 */
public record CheckoutRepair(boolean whole, String words) {}
