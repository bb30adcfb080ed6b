/**
 * Reads {@code roundhouse.yaml} into options, strictly. Start at {@link
 * dev.roundhouse.orchestrator.config.ConfigFile}.
 */
@NullMarked
package dev.roundhouse.orchestrator.config;

import org.jspecify.annotations.NullMarked;
