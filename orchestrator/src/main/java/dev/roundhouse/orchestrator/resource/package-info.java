/**
 * What there is little of, and who holds it now. Start at {@link
 * dev.roundhouse.orchestrator.resource.Resources}.
 */
@NullMarked
package dev.roundhouse.orchestrator.resource;

import org.jspecify.annotations.NullMarked;
