package dev.plimsoll.kernel;

import dev.plimsoll.kernel.process.ProcessFacts;
import dev.plimsoll.kernel.process.ProcessId;
import dev.plimsoll.kernel.process.ProcessReader;
import dev.plimsoll.kernel.process.Respawning;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One look at who owns sessions: sockets, then who has them open, then what is remembered. */
final class OwnerLook {
  private static final int MOST_NAMESPACES = 256;
  private static final long NAMESPACES_NANOS = 500_000_000;
  private static final long FILES_NANOS = 2_000_000_000;

  private final NetworkNamespace namespace;
  private final RecentOwners recent;
  private final Respawning respawning;
  private final List<Session> sessions;
  private final ProcessReader reader;
  private final OpenFiles files = new OpenFiles();
  private final SocketSearch search;
  private final OwnerGaps gaps;
  private final Map<ProcessId, OwnerTally> tallies = new LinkedHashMap<>();
  private final @Nullable OwnerTally[] tallyOf;
  private final long nanos = System.nanoTime();
  private final long nowMillis = System.currentTimeMillis();
  private final int seconds = (int) (nanos / 1_000_000_000L);

  OwnerLook(
      final NetworkNamespace namespace,
      final RecentOwners recent,
      final Respawning respawning,
      final List<Session> sessions,
      final ProcessReader reader) {
    this.namespace = namespace;
    this.recent = recent;
    this.respawning = respawning;
    this.sessions = sessions;
    this.reader = reader;
    search = new SocketSearch(sessions);
    gaps = new OwnerGaps();
    tallyOf = new OwnerTally[sessions.size()];
  }

  Ownership look() {
    try {
      search.searchIn(namespace);
    } catch (final IOException e) {
      gaps.unsearched(namespace.displayName(), e);
    }
    try {
      final long[] processes = files.processes();
      if (search.open() > 0) {
        searchOtherNamespaces(processes);
      }
      attribute(processes);
    } catch (final KernelException e) {
      gaps.noProcesses(e);
    }
    remember();
    gaps.untold(search.untold());
    if (search.isFull()) {
      gaps.manyBound();
    }
    return result();
  }

  /** Containers have their sockets in namespaces of their own; so does whoever else is routed. */
  private void searchOtherNamespaces(final long[] processes) {
    if (!search.wantsOthers()) {
      return;
    }
    final Map<Long, Long> first = new LinkedHashMap<>();
    for (final long pid : processes) {
      final long inode = files.namespace(pid);
      if (inode > 0) {
        first.putIfAbsent(inode, pid);
      } else if (inode < 0) {
        gaps.closedNamespace();
      }
    }
    first.remove(namespace.inode());
    int visited = 0;
    for (final Map.Entry<Long, Long> other : first.entrySet()) {
      if (search.open() == 0) {
        return;
      }
      if (visited == MOST_NAMESPACES || System.nanoTime() - nanos > NAMESPACES_NANOS) {
        gaps.moreNamespaces(first.size() - visited);
        return;
      }
      visited++;
      searchOther(other.getValue(), other.getKey());
    }
  }

  private void searchOther(final long pid, final long inode) {
    final NetworkNamespace other =
        new NetworkNamespace("pid:" + pid, Path.of("/proc/" + pid + "/ns/net"), inode);
    try {
      search.searchIn(other);
    } catch (final IOException e) {
      // What vanished meanwhile has no sockets any more.
      if (NetworkNamespaces.isThere(other)) {
        gaps.unsearched(other.displayName(), e);
      }
    }
  }

  /** Gives each session that has a socket to the process that has it open. */
  private void attribute(final long[] processes) {
    final SocketHolders holders = new SocketHolders(files);
    for (int i = 0; i < sessions.size(); i++) {
      if (search.inode(i) != 0) {
        holders.want(search.inode(i));
      }
    }
    holders.search(processes, System.nanoTime() + FILES_NANOS);
    gaps.files(holders.forbidden(), holders.unread());
    final Map<Long, OwnerTally> byPid = readHolders(holders);
    for (int i = 0; i < sessions.size(); i++) {
      final OwnerTally tally =
          search.inode(i) == 0 ? null : byPid.get(holders.holder(search.inode(i)));
      if (tally != null) {
        add(i, tally, search.isCertain(i), search.began(i));
        if (search.isCertain(i)) {
          recent.saw(tally.known(), search.socketEnds(i), search.began(i), seconds);
        }
      }
    }
  }

  /** Reads the processes that have most of the sockets, by their numbers. */
  private Map<Long, OwnerTally> readHolders(final SocketHolders holders) {
    final Map<Long, Long> counts = new HashMap<>();
    for (int i = 0; i < sessions.size(); i++) {
      if (search.inode(i) != 0) {
        final long pid = holders.holder(search.inode(i));
        if (pid == 0) {
          gaps.unseenHolder(search.user(i));
          if (search.isCertain(i)) {
            recent.sawUnseen(search.socketEnds(i), search.began(i), seconds);
          }
        } else {
          counts.merge(pid, 1L, Long::sum);
        }
      }
    }
    final List<Map.Entry<Long, Long>> ranked = new ArrayList<>(counts.entrySet());
    ranked.sort(Map.Entry.<Long, Long>comparingByValue().reversed());
    final Map<Long, OwnerTally> byPid = new HashMap<>();
    for (int i = 0; i < ranked.size(); i++) {
      final long pid = ranked.get(i).getKey();
      final long owns = ranked.get(i).getValue();
      if (i >= SocketOwners.MOST_OWNERS) {
        gaps.unnamed(1, owns);
        continue;
      }
      final ProcessFacts facts = reader.read(pid);
      if (facts == null) {
        gaps.endedHolder(owns);
      } else {
        gaps.read(facts);
        respawning.note(facts, nowMillis);
        final OwnerTally tally = new OwnerTally(recent.note(facts, nanos), true);
        tallies.put(facts.id(), tally);
        byPid.put(pid, tally);
      }
    }
    return byPid;
  }

  /** Gives what has no socket any more to whom it was seen with, or who went the same way. */
  private void remember() {
    for (int i = 0; i < sessions.size(); i++) {
      if (tallyOf[i] != null) {
        continue;
      }
      final TupleView ends = search.ends(i);
      if (ends == null) {
        gaps.otherKind();
        continue;
      }
      final RecentOwners.Known sure = recent.ofSocket(ends, seconds);
      final RecentOwners.Known likely =
          sure == null && search.inode(i) == 0 && search.mayHaveBegun(i)
              ? recent.ofDestination(ends, seconds)
              : null;
      if (sure != null) {
        add(i, tally(sure), true, search.mayHaveBegun(i));
      } else if (likely != null) {
        add(i, tally(likely), false, true);
      } else if (search.inode(i) == 0) {
        gaps.noSocket(sessions.get(i));
      }
    }
  }

  private OwnerTally tally(final RecentOwners.Known known) {
    final ProcessId id = known.facts().id();
    return tallies.computeIfAbsent(
        id, _ -> new OwnerTally(known, id.equals(reader.identify(id.pid()))));
  }

  private void add(
      final int session, final OwnerTally tally, final boolean certain, final boolean began) {
    tallyOf[session] = tally;
    tally.add(sessions.get(session), certain, began);
  }

  private Ownership result() {
    final List<OwnerTally> ranked = new ArrayList<>(tallies.values());
    ranked.removeIf(tally -> tally.sessions() == 0);
    ranked.sort(Comparator.comparingLong(OwnerTally::sessions).reversed());
    final List<OwnerTally> named =
        ranked.subList(0, Math.min(ranked.size(), SocketOwners.MOST_OWNERS));
    final List<SessionOwner> owners = new ArrayList<>();
    final Map<OwnerTally, Integer> places = new HashMap<>();
    for (final OwnerTally tally : named) {
      places.put(tally, owners.size());
      owners.add(owner(tally));
      if (!tally.running()) {
        gaps.remembered();
      }
    }
    final int[] ownerOf = new int[sessions.size()];
    for (int i = 0; i < ownerOf.length; i++) {
      ownerOf[i] = tallyOf[i] == null ? -1 : places.getOrDefault(tallyOf[i], -1);
    }
    gaps.likely(owners.stream().mapToLong(SessionOwner::likely).sum());
    for (final OwnerTally tally : ranked.subList(named.size(), ranked.size())) {
      gaps.unnamed(1, tally.sessions());
    }
    return new Ownership(owners, ownerOf, gaps.sentences());
  }

  private SessionOwner owner(final OwnerTally tally) {
    final ProcessFacts facts = tally.known().facts();
    return new SessionOwner(
        facts,
        tally.running(),
        tally.certain(),
        tally.likely(),
        recent.cpuShare(tally.known(), nanos, nowMillis),
        tally.signs(respawning.isRespawned(facts, nowMillis)));
  }
}
