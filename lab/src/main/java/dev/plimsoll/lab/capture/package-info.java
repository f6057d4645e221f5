/** Captures made up from a seed: as much traffic as asked for, the same bytes each time. */
@NullMarked
package dev.plimsoll.lab.capture;

import org.jspecify.annotations.NullMarked;
