/**
 * Owned processes, which are known by identity, and ended with everything they started. Start at
 * {@link dev.roundhouse.orchestrator.internal.process.ProcessRunner}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.process;

import org.jspecify.annotations.NullMarked;
