/**
 * {@code plimsoll top}: a full-screen view of the sessions. {@link dev.plimsoll.app.top.TopModel}
 * turns keys into what is wanted, {@link dev.plimsoll.app.top.TopData} finds it, {@link
 * dev.plimsoll.app.top.TopScreen} lays it out, and {@link dev.plimsoll.app.top.FullScreen} is the
 * terminal.
 */
@NullMarked
package dev.plimsoll.app.top;

import org.jspecify.annotations.NullMarked;
