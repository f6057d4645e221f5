/**
 * {@code plimsoll conntrack}: conntrack(8)'s command line, character for character, and what goes
 * beyond it.
 */
@org.jspecify.annotations.NullMarked
package dev.plimsoll.app.conntrack;
