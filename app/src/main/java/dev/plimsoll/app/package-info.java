/** The command line: the only place that wires the parts. */
@NullMarked
package dev.plimsoll.app;

import org.jspecify.annotations.NullMarked;
