package dev.plimsoll.watch;

import dev.plimsoll.session.Direction;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.TupleView;
import dev.plimsoll.watch.GroupKey.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Takes a {@link Composition} of a table, in two passes: the first counts, the second counts the
 * remote addresses of the largest services. Between the two the table may change, so a service's
 * remotes may be a few more or less than its sessions had. Makes no object a session.
 *
 * <p>A service's key is its numbers, packed: protocol in bits 28 to 35, state in 20 to 27,
 * direction in 17 to 19, and port in 0 to 16.
 */
final class CompositionLook {
  private static final GroupKey PROTOCOL = GroupKey.of(Field.PROTOCOL);
  private static final GroupKey STATE = GroupKey.of(Field.STATE);
  private static final GroupKey DIRECTION = GroupKey.of(Field.DIRECTION);
  private static final GroupKey PORT = GroupKey.of(Field.DESTINATION_PORT);
  private static final int PORT_BITS = 17;
  private static final long PORT_MASK = (1L << PORT_BITS) - 1;

  private final long seed = new SplittableRandom().nextLong();
  private final LongCounts byService = new LongCounts();
  private final Breakdown byRemote = new Breakdown(List.of(GroupKey.of(Field.REMOTE)));
  private final LongCounts remotesOfServices = new LongCounts();
  private long sessions;

  // The largest services' keys in order of the keys, to be found by binary search, and beside them
  // how many remotes each has.
  private long[] largest = {};
  private long[] remotes = {};

  private CompositionLook() {}

  /** What a table's live sessions consist of now. */
  static Composition at(final String namespace, final SessionTable table, final long nowMillis) {
    final CompositionLook look = new CompositionLook();
    table.forEach(nowMillis, look::count);
    final List<KeyCount> services = look.largestServices();
    look.prepare(services);
    table.forEach(nowMillis, look::countRemote);
    return new Composition(
        namespace,
        nowMillis,
        look.sessions,
        look.kinds(),
        services.stream().map(look::service).toList(),
        look.byRemote.top(Composition.MAX_ROWS).stream()
            .map(row -> new Composition.Remote(row.labels().getFirst(), row.count()))
            .toList(),
        look.byRemote.groups());
  }

  private record KeyCount(long key, long count) {}

  private static final Comparator<KeyCount> LARGEST_FIRST =
      Comparator.comparingLong(KeyCount::count).reversed().thenComparingLong(KeyCount::key);

  private void count(final Session session) {
    sessions++;
    byService.add(key(session));
    if (session.direction() != Direction.LOCAL) {
      byRemote.visit(session);
    }
  }

  private static long key(final Session session) {
    return PROTOCOL.number(session) << 28
        | STATE.number(session) << 20
        | DIRECTION.number(session) << PORT_BITS
        | PORT.number(session);
  }

  private List<KeyCount> largestServices() {
    final long[] keys = new long[byService.size()];
    final long[] counts = new long[keys.length];
    final int[] filled = {0};
    byService.forEach((key, count) -> {
      keys[filled[0]] = key;
      counts[filled[0]++] = count;
    });
    final int[] order =
        LargestFirst.of(
            keys.length,
            Composition.MAX_ROWS,
            (a, b) -> {
              final int byCount = Long.compare(counts[b], counts[a]);
              return byCount != 0 ? byCount : Long.compare(keys[a], keys[b]);
            });
    final List<KeyCount> services = new ArrayList<>(order.length);
    for (final int number : order) {
      services.add(new KeyCount(keys[number], counts[number]));
    }
    return services;
  }

  private void prepare(final List<KeyCount> services) {
    largest = services.stream().mapToLong(KeyCount::key).sorted().toArray();
    remotes = new long[largest.length];
  }

  private void countRemote(final Session session) {
    final int service = Arrays.binarySearch(largest, key(session));
    if (service < 0) {
      return;
    }
    final TupleView remote = session.remote();
    final long address =
        LongCounts.mix(remote.sourceHigh() + seed) ^ remote.sourceLow() ^ (long) service << 40;
    if (remotesOfServices.add(LongCounts.mix(address))) {
      remotes[service]++;
    }
  }

  private List<Composition.Kind> kinds() {
    final LongCounts byKind = new LongCounts();
    byService.forEach((key, count) -> byKind.add(key >>> PORT_BITS, count));
    final List<KeyCount> kinds = new ArrayList<>();
    byKind.forEach((key, count) -> kinds.add(new KeyCount(key << PORT_BITS, count)));
    kinds.sort(LARGEST_FIRST);
    return kinds.stream()
        .map(kind ->
            new Composition.Kind(
                protocol(kind.key()), state(kind.key()), direction(kind.key()), kind.count()))
        .toList();
  }

  private Composition.Service service(final KeyCount row) {
    final long port = row.key() & PORT_MASK;
    final int at = Arrays.binarySearch(largest, row.key());
    return new Composition.Service(
        protocol(row.key()),
        state(row.key()),
        direction(row.key()),
        port > 0xffff ? Composition.NO_PORT : (int) port,
        row.count(),
        Math.min(row.count(), remotes[at]));
  }

  private static String protocol(final long key) {
    return PROTOCOL.label(key >>> 28 & 0xff, 0, 0);
  }

  private static String state(final long key) {
    return STATE.label(key >>> 20 & 0xff, 0, 0);
  }

  private static String direction(final long key) {
    return DIRECTION.label(key >>> PORT_BITS & 0x7, 0, 0);
  }
}
