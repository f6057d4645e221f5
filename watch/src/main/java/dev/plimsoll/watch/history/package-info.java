/** History: what was seen, kept for two years in SQLite or PostgreSQL, and asked for again. */
@NullMarked
package dev.plimsoll.watch.history;

import org.jspecify.annotations.NullMarked;
