/**
 * The dependencies between issues: graphs, ready sets and critical paths. Start at {@link
 * dev.roundhouse.core.graph.DependencyGraph}.
 */
@NullMarked
package dev.roundhouse.core.graph;

import org.jspecify.annotations.NullMarked;
