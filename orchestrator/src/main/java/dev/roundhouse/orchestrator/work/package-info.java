/**
 * An attempt at an issue, from its worktree to work that waits to land. Start at {@link
 * dev.roundhouse.orchestrator.work.Attempt}.
 */
@NullMarked
package dev.roundhouse.orchestrator.work;

import org.jspecify.annotations.NullMarked;
