/**
 * Removes secrets from text that is kept and shown. Start at {@link
 * dev.roundhouse.orchestrator.internal.redaction.Redaction}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.redaction;

import org.jspecify.annotations.NullMarked;
