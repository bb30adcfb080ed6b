/**
 * From finished work to the target branch: merge on the tip, gate, land by compare-and-swap, and
 * let the target follow. Start at {@link dev.roundhouse.orchestrator.landing.LandingQueue}.
 */
@NullMarked
package dev.roundhouse.orchestrator.landing;

import org.jspecify.annotations.NullMarked;
