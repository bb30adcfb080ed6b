/**
 * The port for gates, which decide whether a candidate may land. Start at {@link
 * dev.roundhouse.orchestrator.gate.Gate}.
 */
@NullMarked
package dev.roundhouse.orchestrator.gate;

import org.jspecify.annotations.NullMarked;
