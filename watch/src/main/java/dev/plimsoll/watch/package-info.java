/**
 * What the sessions mean: the limit's judgement, breakdowns, the class of the cause. Pure functions
 * over the vocabulary; no input or output.
 */
@NullMarked
package dev.plimsoll.watch;

import org.jspecify.annotations.NullMarked;
