/** The known signs: one small class each, a pure function of the evidence. */
@NullMarked
package dev.plimsoll.watch.diagnosis.card;

import org.jspecify.annotations.NullMarked;
