/**
 * Files that survive a crash and locks that a crash frees. Start at {@link
 * dev.roundhouse.core.io.AtomicFile} and {@link dev.roundhouse.core.io.LockFile}.
 */
@NullMarked
package dev.roundhouse.core.io;

import org.jspecify.annotations.NullMarked;
