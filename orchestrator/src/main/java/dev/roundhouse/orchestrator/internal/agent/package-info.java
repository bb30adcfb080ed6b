/**
 * Agents that are commands: profiles of known CLIs, prompts, and the readers of their output. Start
 * at {@link dev.roundhouse.orchestrator.internal.agent.CommandAgent}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.agent;

import org.jspecify.annotations.NullMarked;
