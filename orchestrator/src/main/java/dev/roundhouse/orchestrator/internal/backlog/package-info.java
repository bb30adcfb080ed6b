/**
 * The backlog as a run knows it, kept up to date while files change. Start at {@link
 * dev.roundhouse.orchestrator.internal.backlog.LiveBacklog}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.backlog;

import org.jspecify.annotations.NullMarked;
