package dev.roundhouse.core.backlog;

/**
 * A part of an issue file that looks as if it decided when the issue is worked on, but does not.
 *
 * @param kind the place and the field, the same for all of its kind, as {@code the key 'ordinal',
 *     which looks like an order of issues}
 * @param line its line, counted from 1
 * @param text the line or value as written, on one line
 */
record UnreadField(String kind, int line, String text) {}
