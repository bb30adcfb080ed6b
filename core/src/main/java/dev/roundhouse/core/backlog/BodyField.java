package dev.roundhouse.core.backlog;

/**
 * A line of an issue's text that has the form of a field, such as {@code **Depends on:** BUG-7}.
 *
 * @param name the words before the colon
 * @param value the text behind it
 * @param line its line, counted from 1
 * @param isHead true if it comes before the text's first heading but the title, where fields are
 *     read
 */
record BodyField(String name, String value, int line, boolean isHead) {}
