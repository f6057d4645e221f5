/** What {@code plimsoll diagnose --apply} does, how it is written down, and how it is undone. */
@NullMarked
package dev.plimsoll.app.action;

import org.jspecify.annotations.NullMarked;
