/**
 * Decides which attempt starts next, and hands finished work to the landing queue. Start at {@link
 * dev.roundhouse.orchestrator.internal.dispatch.Dispatcher}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.dispatch;

import org.jspecify.annotations.NullMarked;
