/** Tests of the landing queue's decisions, without git. */
@NullMarked
package dev.roundhouse.orchestrator.internal.landing;

import org.jspecify.annotations.NullMarked;
