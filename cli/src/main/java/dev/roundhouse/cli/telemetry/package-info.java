/**
 * Traces of runs for OpenTelemetry; loaded only if they are wanted. Start at {@link
 * dev.roundhouse.cli.telemetry.RunTraces}.
 */
@NullMarked
package dev.roundhouse.cli.telemetry;

import org.jspecify.annotations.NullMarked;
