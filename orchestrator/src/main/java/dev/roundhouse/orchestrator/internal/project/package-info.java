/**
 * Looks at a checkout and says what a first configuration should contain: the build tools and what
 * their tests need, ignored files that worktrees lack, coding-agent programs, folders of issues.
 * Nothing here writes. Start at {@link dev.roundhouse.orchestrator.internal.project.ProjectScan}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.project;

import org.jspecify.annotations.NullMarked;
