/**
 * One class a command: each parses, asks the library, prints. Start at {@link
 * dev.roundhouse.cli.command.RoundhouseCommand}.
 */
@NullMarked
package dev.roundhouse.cli.command;

import org.jspecify.annotations.NullMarked;
