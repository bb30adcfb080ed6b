/**
 * Real repositories and scripts for tests. Start at {@link
 * dev.roundhouse.orchestrator.testing.GitFixture}.
 */
@NullMarked
package dev.roundhouse.orchestrator.testing;

import org.jspecify.annotations.NullMarked;
