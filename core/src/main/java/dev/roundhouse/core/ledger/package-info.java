/**
 * The state of every issue: events in one journal, and their fold. Start at {@link
 * dev.roundhouse.core.ledger.Ledger}.
 */
@NullMarked
package dev.roundhouse.core.ledger;

import org.jspecify.annotations.NullMarked;
