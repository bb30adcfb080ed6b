/**
 * Brings finished work to the target branch: merge on the tip, gate, and land by compare-and-swap.
 * Start at {@link dev.roundhouse.orchestrator.internal.landing.LandingQueue}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.landing;

import org.jspecify.annotations.NullMarked;
