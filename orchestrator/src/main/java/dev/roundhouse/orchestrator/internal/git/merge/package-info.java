/**
 * Merges two commits without a worktree where that is possible, and by git where it is not. Start
 * at {@link dev.roundhouse.orchestrator.internal.git.merge.Merger}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.git.merge;

import org.jspecify.annotations.NullMarked;
