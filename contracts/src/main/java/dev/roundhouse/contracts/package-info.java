/**
 * The contracts of the ports, as tests. Extend the one of the port you implement in a test of your
 * own, and answer its abstract methods. Start at {@link dev.roundhouse.contracts.BacklogContract}.
 */
@NullMarked
package dev.roundhouse.contracts;

import org.jspecify.annotations.NullMarked;
