/**
 * Processes that are owned: known by identity, ended with everything they started. Start at {@link
 * dev.roundhouse.orchestrator.process.ProcessRunner}.
 */
@NullMarked
package dev.roundhouse.orchestrator.process;

import org.jspecify.annotations.NullMarked;
