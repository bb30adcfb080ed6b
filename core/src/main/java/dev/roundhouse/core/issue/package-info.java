/**
 * The lowest floor: the values that everything else is about. Start at {@link
 * dev.roundhouse.core.issue.Issue}.
 */
@NullMarked
package dev.roundhouse.core.issue;

import org.jspecify.annotations.NullMarked;
