/**
 * The vocabulary of connection tracking, and the table that holds it.
 *
 * <p>A {@link dev.plimsoll.session.Session} is a view of one entry: a reusable holder that a source
 * fills and hands to a {@link dev.plimsoll.session.SessionVisitor}. Whoever wants to keep it copies
 * it. Many sessions live in a {@link dev.plimsoll.session.SessionTable}, which keeps no object a
 * session. {@link dev.plimsoll.session.SessionFilter} selects, {@link
 * dev.plimsoll.session.SessionFormat} writes.
 *
 * <p>This package does no input or output and depends on nothing. Words are the kernel's: tuple,
 * original and reply, assured, zone, mark.
 */
@NullMarked
package dev.plimsoll.session;

import org.jspecify.annotations.NullMarked;
