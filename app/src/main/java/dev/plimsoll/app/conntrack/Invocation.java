package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.ExpectationWish;
import dev.plimsoll.kernel.SessionWish;
import dev.plimsoll.session.SessionEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command line of conntrack(8), understood.
 *
 * @param hasVerb whether it has a command; without one the usage text is shown
 * @param verb what to do
 * @param table with which table
 * @param family {@link dev.plimsoll.session.Family}, or 0 where the command line does not tell
 * @param given the options that stand in it
 * @param selection which entries are listed, deleted, changed or heard
 * @param wish the entry to get or to create, or what to change of each ({@code -U})
 * @param expectation the expectation to get, create or delete; null for the other tables
 * @param output how entries are written
 * @param events which events are heard ({@code -e}); all where it does not tell
 * @param bufferBytes what the kernel may hold back of events ({@code -b}), or 0
 * @param labelMap the file that names the labels ({@code --labelmap}), or null for the usual one
 * @param netns the name of a network namespace, Plimsoll's own {@code --netns}, or null
 * @param dryRun show what would be done only, Plimsoll's own {@code --dry-run}
 * @param protocol the protocol that {@code -p} names, or null
 */
record Invocation(
    boolean hasVerb,
    Verb verb,
    Table table,
    int family,
    Set<Option> given,
    Selection selection,
    SessionWish wish,
    @Nullable ExpectationWish expectation,
    Output output,
    Set<SessionEvent.Type> events,
    int bufferBytes,
    @Nullable String labelMap,
    @Nullable String netns,
    boolean dryRun,
    @Nullable ProtocolSyntax protocol) {

  boolean has(final Option option) {
    return given.contains(option);
  }
}
