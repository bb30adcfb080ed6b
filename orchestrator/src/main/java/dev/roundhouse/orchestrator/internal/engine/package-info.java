/**
 * One run, the runs of {@code watch}, and {@code sync}, each under the run lock. Start at {@link
 * dev.roundhouse.orchestrator.internal.engine.Run}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.engine;

import org.jspecify.annotations.NullMarked;
