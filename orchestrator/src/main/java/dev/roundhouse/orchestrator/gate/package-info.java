/**
 * Who says whether a candidate may land: the {@link dev.roundhouse.orchestrator.gate.Gate} port and
 * the command that is the usual one. Start at {@link dev.roundhouse.orchestrator.gate.Gate}.
 */
@NullMarked
package dev.roundhouse.orchestrator.gate;

import org.jspecify.annotations.NullMarked;
