/**
 * Decides what may be deleted, and deletes it. Start at {@link
 * dev.roundhouse.orchestrator.internal.gc.GarbageCollector}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.gc;

import org.jspecify.annotations.NullMarked;
