/**
 * {@code plimsoll conntrack}: conntrack(8)'s command line, character for character, and what goes
 * beyond it.
 */
@NullMarked
package dev.plimsoll.app.conntrack;

import org.jspecify.annotations.NullMarked;
