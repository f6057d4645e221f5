/**
 * What the sessions mean: the limit's judgement, breakdowns, the class of the cause. Pure functions
 * over the vocabulary; no input or output.
 *
 * <ul>
 *   <li>{@link dev.plimsoll.watch.LimitJudge} judges samples of the count against a {@link
 *       dev.plimsoll.watch.LimitRule}: {@link dev.plimsoll.watch.Sample} by sample it makes the
 *       next {@link dev.plimsoll.watch.LimitState}, from which it reads the {@link
 *       dev.plimsoll.watch.Verdict}. {@link dev.plimsoll.watch.Ceiling} is the kernel's own limit.
 *   <li>{@link dev.plimsoll.watch.Breakdown} counts sessions by {@link
 *       dev.plimsoll.watch.GroupKey}s.
 *   <li>{@link dev.plimsoll.watch.TableSummary} gathers what a table consists of, and {@link
 *       dev.plimsoll.watch.Cause} names the class of the cause, with the rate that the kernel's
 *       {@link dev.plimsoll.watch.Timeouts} make of the count.
 * </ul>
 */
@NullMarked
package dev.plimsoll.watch;

import org.jspecify.annotations.NullMarked;
