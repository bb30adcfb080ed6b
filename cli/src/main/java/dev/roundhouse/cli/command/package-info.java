/**
 * The commands, one class each, which parse, ask the library and print. Start at {@link
 * dev.roundhouse.cli.command.RoundhouseCommand}.
 */
@NullMarked
package dev.roundhouse.cli.command;

import org.jspecify.annotations.NullMarked;
