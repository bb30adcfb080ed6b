/** Runs a backlog on a repository. Start at {@link dev.roundhouse.orchestrator.Orchestrator}. */
@NullMarked
package dev.roundhouse.orchestrator;

import org.jspecify.annotations.NullMarked;
