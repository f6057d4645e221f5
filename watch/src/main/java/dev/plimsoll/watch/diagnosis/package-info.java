/**
 * Why a count is high, whether the host is compromised, and what to do. Sessions and their events
 * become {@link dev.plimsoll.watch.diagnosis.Features}; each card of known signs has a detector, a
 * pure function of the features; the {@link dev.plimsoll.watch.diagnosis.Diagnosis} weighs what
 * they find. Whether the events are the kernel's or a capture's makes no difference.
 */
@NullMarked
package dev.plimsoll.watch.diagnosis;

import org.jspecify.annotations.NullMarked;
