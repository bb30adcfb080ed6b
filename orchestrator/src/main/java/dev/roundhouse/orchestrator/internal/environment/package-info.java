/**
 * The environment variables that agents, gates and git get, and git's configuration in them. Start
 * at {@link dev.roundhouse.orchestrator.internal.environment.SlotEnvironment}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.environment;

import org.jspecify.annotations.NullMarked;
