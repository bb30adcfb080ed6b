/**
 * What tests of several modules share: a clock moved by hand and races. Start at {@link
 * dev.roundhouse.core.testing.Race}.
 */
@NullMarked
package dev.roundhouse.core.testing;

import org.jspecify.annotations.NullMarked;
