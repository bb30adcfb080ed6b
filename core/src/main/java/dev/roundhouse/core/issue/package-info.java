/**
 * The lowest floor: the values everything else speaks of. Start at {@link
 * dev.roundhouse.core.issue.Issue}.
 */
@NullMarked
package dev.roundhouse.core.issue;

import org.jspecify.annotations.NullMarked;
