/**
 * What a killed run left, and how it is put right. Start at {@link
 * dev.roundhouse.orchestrator.internal.recovery.Recovery}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.recovery;

import org.jspecify.annotations.NullMarked;
