/**
 * Gates that are commands, and the test reports they leave. Start at {@link
 * dev.roundhouse.orchestrator.internal.gate.CommandGate}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.gate;

import org.jspecify.annotations.NullMarked;
