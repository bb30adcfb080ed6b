/**
 * Where issues come from and what is wrong with them; sprints and plans of them. Start at {@link
 * dev.roundhouse.core.backlog.Backlog} and {@link dev.roundhouse.core.backlog.MarkdownBacklog}.
 */
@NullMarked
package dev.roundhouse.core.backlog;

import org.jspecify.annotations.NullMarked;
