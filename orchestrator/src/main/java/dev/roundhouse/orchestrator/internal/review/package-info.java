/**
 * What a person looks at before work lands: what waits for a decision, what an attempt changed, and
 * what has changed since the last look. Start at {@link
 * dev.roundhouse.orchestrator.internal.review.Decisions}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.review;

import org.jspecify.annotations.NullMarked;
