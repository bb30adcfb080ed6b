/**
 * The git command, and objects and refs read and written in process. Every request to git goes
 * through here. Start at {@link dev.roundhouse.orchestrator.internal.git.Repository}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.git;

import org.jspecify.annotations.NullMarked;
