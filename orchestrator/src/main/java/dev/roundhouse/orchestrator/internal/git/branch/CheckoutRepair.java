package dev.roundhouse.orchestrator.internal.git.branch;

/**
 * What became of a fast-forward of the user's checkout that was cut off. Immutable.
 *
 * @param whole whether nothing of it is left half done
 * @param words what was found and done, for people
 */
public record CheckoutRepair(boolean whole, String words) {}
