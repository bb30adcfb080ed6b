/**
 * Counted resources, and which issue holds them. Start at {@link
 * dev.roundhouse.orchestrator.internal.resource.Resources}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.resource;

import org.jspecify.annotations.NullMarked;
