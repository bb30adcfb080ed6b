package dev.roundhouse.orchestrator.internal.gate;

import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.options.GateCommand;

/**
 * One command of a gate whose program has been found. Immutable.
 *
 * @param command what was asked for
 * @param program what is run
 */
public record GateProgram(GateCommand command, Program program) {}
