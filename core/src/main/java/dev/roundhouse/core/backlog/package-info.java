/**
 * The sources of issues, the findings about them, and sprints and plans. Start at {@link
 * dev.roundhouse.core.backlog.Backlog} and {@link dev.roundhouse.core.backlog.MarkdownBacklog}.
 */
@NullMarked
package dev.roundhouse.core.backlog;

import org.jspecify.annotations.NullMarked;
