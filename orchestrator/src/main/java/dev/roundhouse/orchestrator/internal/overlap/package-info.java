/**
 * Tracks which issues change the same files. Start at {@link
 * dev.roundhouse.orchestrator.internal.overlap.OverlapTracker}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.overlap;

import org.jspecify.annotations.NullMarked;
