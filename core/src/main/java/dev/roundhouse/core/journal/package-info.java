/**
 * Ordered, checksummed records of bytes that survive a crash. Start at {@link
 * dev.roundhouse.core.journal.Journal}.
 */
@NullMarked
package dev.roundhouse.core.journal;

import org.jspecify.annotations.NullMarked;
