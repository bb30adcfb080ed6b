/**
 * Examines a repository and the machine for what could keep a run from working, and changes
 * nothing. Start at {@link dev.roundhouse.orchestrator.internal.diagnosis.HealthChecks}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.diagnosis;

import org.jspecify.annotations.NullMarked;
