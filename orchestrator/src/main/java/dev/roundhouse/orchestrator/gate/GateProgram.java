package dev.roundhouse.orchestrator.gate;

import dev.roundhouse.orchestrator.process.Program;
import dev.roundhouse.orchestrator.run.GateCommand;

/**
 * One command of a gate whose program has been found. Immutable.
 *
 * @param command what was asked for
 * @param program what is run
 */
public record GateProgram(GateCommand command, Program program) {}
