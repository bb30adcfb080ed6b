/**
 * Serves commands as tools of the Model Context Protocol. Start at {@link
 * dev.roundhouse.cli.mcp.McpEndpoint}.
 */
@NullMarked
package dev.roundhouse.cli.mcp;

import org.jspecify.annotations.NullMarked;
