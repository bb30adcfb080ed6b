/** Words that several messages share. Start at {@link dev.roundhouse.core.text.Plural}. */
@NullMarked
package dev.roundhouse.core.text;

import org.jspecify.annotations.NullMarked;
