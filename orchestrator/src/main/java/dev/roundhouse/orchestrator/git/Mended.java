package dev.roundhouse.orchestrator.git;

/**
 * What became of a fast-forward of the user's checkout that was cut off. Immutable.
 *
 * @param whole whether nothing of it is left half done
 * @param words what was found and done, for people
 */
public record Mended(boolean whole, String words) {}
