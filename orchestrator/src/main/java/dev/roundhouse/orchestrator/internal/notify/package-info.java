/**
 * Notifies commands and web addresses of what happens in runs. Start at {@link
 * dev.roundhouse.orchestrator.internal.notify.Notifier}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.notify;

import org.jspecify.annotations.NullMarked;
