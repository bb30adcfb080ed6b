/**
 * What may be deleted, and the deleting. Start at {@link
 * dev.roundhouse.orchestrator.internal.gc.GarbageCollector}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.gc;

import org.jspecify.annotations.NullMarked;
