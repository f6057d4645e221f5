/** What {@code plimsoll track} makes of captured packets: the run, its curve, its verdicts. */
@NullMarked
package dev.plimsoll.app.track;

import org.jspecify.annotations.NullMarked;
