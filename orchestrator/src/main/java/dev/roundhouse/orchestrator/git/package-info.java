/**
 * Everything that is asked of git: objects and refs in process, worktrees and merges by its
 * command. Start at {@link dev.roundhouse.orchestrator.git.Repository}.
 */
@NullMarked
package dev.roundhouse.orchestrator.git;

import org.jspecify.annotations.NullMarked;
