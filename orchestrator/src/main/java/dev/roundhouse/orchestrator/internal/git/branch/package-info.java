/**
 * The tip, the target branch, and the checkouts and remotes that have it. Start at {@link
 * dev.roundhouse.orchestrator.internal.git.branch.Target}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.git.branch;

import org.jspecify.annotations.NullMarked;
