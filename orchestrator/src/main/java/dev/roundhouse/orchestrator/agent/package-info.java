/**
 * Who works on an issue: the {@link dev.roundhouse.orchestrator.agent.Agent} port, and the command
 * that is the usual one. Start at {@link dev.roundhouse.orchestrator.agent.Agent}.
 */
@NullMarked
package dev.roundhouse.orchestrator.agent;

import org.jspecify.annotations.NullMarked;
