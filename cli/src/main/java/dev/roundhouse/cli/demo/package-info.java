/** A repository to try everything on. Start at {@link dev.roundhouse.cli.demo.DemoRepository}. */
@NullMarked
package dev.roundhouse.cli.demo;

import org.jspecify.annotations.NullMarked;
