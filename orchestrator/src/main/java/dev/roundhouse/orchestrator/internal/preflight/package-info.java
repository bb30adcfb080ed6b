/**
 * Checks everything before a run begins, and makes what it works with. Start at {@link
 * dev.roundhouse.orchestrator.internal.preflight.Preflight}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.preflight;

import org.jspecify.annotations.NullMarked;
