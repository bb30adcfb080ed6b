/**
 * The report of a run, for people and for programs, and the parts it is written with. Uses only
 * what embedders may call. Start at {@link dev.roundhouse.report.RunHistory}.
 */
@NullMarked
package dev.roundhouse.report;

import org.jspecify.annotations.NullMarked;
