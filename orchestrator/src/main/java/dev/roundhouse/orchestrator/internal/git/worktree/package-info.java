/**
 * Worktree slots: created, cleaned for the next attempt, and harvested after it. Start at {@link
 * dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.git.worktree;

import org.jspecify.annotations.NullMarked;
