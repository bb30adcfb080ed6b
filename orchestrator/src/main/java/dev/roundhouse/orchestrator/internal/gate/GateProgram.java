package dev.roundhouse.orchestrator.internal.gate;

import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.options.GateCommand;

/**
 * One command of a gate whose program has been found. Immutable.
 *
 * @param command the command as configured
 * @param program the program that is run
 */
public record GateProgram(GateCommand command, Program program) {}
