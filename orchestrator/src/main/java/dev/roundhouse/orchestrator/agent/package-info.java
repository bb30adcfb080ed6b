/**
 * The port for agents, which work on issues. Start at {@link
 * dev.roundhouse.orchestrator.agent.Agent}.
 */
@NullMarked
package dev.roundhouse.orchestrator.agent;

import org.jspecify.annotations.NullMarked;
