/**
 * The terminal a command was typed at, and its signals. Start at {@link
 * dev.roundhouse.cli.terminal.Terminal}.
 */
@NullMarked
package dev.roundhouse.cli.terminal;

import org.jspecify.annotations.NullMarked;
