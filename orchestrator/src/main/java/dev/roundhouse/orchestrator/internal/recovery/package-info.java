/**
 * Cleans up what a killed run left. Start at {@link
 * dev.roundhouse.orchestrator.internal.recovery.Recovery}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.recovery;

import org.jspecify.annotations.NullMarked;
