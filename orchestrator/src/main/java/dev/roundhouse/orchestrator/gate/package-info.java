/**
 * The port for gates: they say whether a candidate may land. Start at {@link
 * dev.roundhouse.orchestrator.gate.Gate}.
 */
@NullMarked
package dev.roundhouse.orchestrator.gate;

import org.jspecify.annotations.NullMarked;
