/**
 * Counted resources, and the issues that hold them. Start at {@link
 * dev.roundhouse.orchestrator.internal.resource.Resources}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.resource;

import org.jspecify.annotations.NullMarked;
