/**
 * Proofs of what Javadoc claims of threads: races as short as a field access, each beside a naive
 * twin that is seen to fail. Start at {@link dev.roundhouse.proofs.Proofs}.
 */
package dev.roundhouse.proofs;
