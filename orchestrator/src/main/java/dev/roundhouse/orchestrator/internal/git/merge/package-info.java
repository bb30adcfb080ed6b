/**
 * Merges two commits without a worktree if possible, and with git otherwise. Start at {@link
 * dev.roundhouse.orchestrator.internal.git.merge.Merger}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.git.merge;

import org.jspecify.annotations.NullMarked;
