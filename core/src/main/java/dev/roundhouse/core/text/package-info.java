/**
 * Words that several messages share, and the nearest of known words. Start at {@link
 * dev.roundhouse.core.text.Plural}.
 */
@NullMarked
package dev.roundhouse.core.text;

import org.jspecify.annotations.NullMarked;
