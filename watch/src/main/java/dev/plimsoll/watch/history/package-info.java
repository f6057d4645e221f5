/**
 * History: what was seen, kept for two years in SQLite or PostgreSQL, and asked for again.
 *
 * <p>What is added waits in a {@link dev.plimsoll.watch.history.Backlog}. One thread, the {@link
 * dev.plimsoll.watch.history.HistoryWriter}, writes it to a {@link
 * dev.plimsoll.watch.history.Database} and lets {@link dev.plimsoll.watch.history.Retention} delete
 * what is old. A {@link dev.plimsoll.watch.history.HistoryReader} answers from both.
 */
@NullMarked
package dev.plimsoll.watch.history;

import org.jspecify.annotations.NullMarked;
