package dev.plimsoll.lab.play;

import dev.plimsoll.lab.capture.Endpoints;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleBuffer;
import dev.plimsoll.watch.diagnosis.Attribution;
import dev.plimsoll.watch.diagnosis.SessionOwners;
import dev.plimsoll.watch.diagnosis.Suspect;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who owns the sessions of a stage. One thread. */
public final class PlayedOwners implements SessionOwners {
  private final Map<Ends, Actor> actors = new HashMap<>();

  // The last four bytes of an address are enough: on a stage no two hosts share them.
  private record Ends(int client, int server, int ports) {}

  PlayedOwners() {}

  void note(final Endpoints between, final Actor actor) {
    final Ends ends =
        new Ends(
            between.clientIpv4(),
            between.serverIpv4(),
            between.clientPort() << 16 | between.serverPort());
    if (actor == Actor.SERVICE) {
      actors.remove(ends);
    } else {
      actors.put(ends, actor);
    }
  }

  @Override
  public Attribution of(final List<Session> sessions) {
    final Map<Actor, Long> counts = new EnumMap<>(Actor.class);
    for (final Session session : sessions) {
      final TupleBuffer original = session.original();
      final Ends ends =
          new Ends(
              (int) original.sourceLow(),
              (int) original.destinationLow(),
              original.sourcePort() << 16 | original.destinationPort());
      counts.merge(actors.getOrDefault(ends, Actor.SERVICE), 1L, Long::sum);
    }
    final long gone = counts.getOrDefault(Actor.GONE, 0L);
    counts.remove(Actor.GONE);
    final List<Suspect> suspects = new ArrayList<>();
    counts.forEach((actor, count) -> suspects.add(actor.suspect(count)));
    suspects.sort((one, other) -> Long.compare(other.sessions(), one.sessions()));
    return new Attribution(suspects, sessions.size(), sessions.size() - gone, List.of());
  }
}
