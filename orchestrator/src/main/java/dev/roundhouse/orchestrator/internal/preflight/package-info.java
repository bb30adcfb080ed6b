/**
 * Checks everything before a run begins, and creates its components. Start at {@link
 * dev.roundhouse.orchestrator.internal.preflight.Preflight}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.preflight;

import org.jspecify.annotations.NullMarked;
