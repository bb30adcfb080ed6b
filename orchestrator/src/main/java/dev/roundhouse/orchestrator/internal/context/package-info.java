/**
 * The parts that everything in one run shares. Start at {@link
 * dev.roundhouse.orchestrator.internal.context.RunContext}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.context;

import org.jspecify.annotations.NullMarked;
