package dev.plimsoll.engine.helper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions with helpers in one table, whose packets are given to the helpers. */
final class HelperScene {
  static final long START = 1_000_000;

  final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  final Set<Tuple> ended = new HashSet<>();
  final SessionHelpers helpers;
  private final Payload payload = new Payload();

  HelperScene() {
    this(4096, List.of());
  }

  HelperScene(final long mostExpected, final List<OwnAddress> own) {
    final List<HelperRule> rules = new ArrayList<>();
    for (final HelperKind kind : HelperKind.values()) {
      rules.add(HelperRule.usual(kind));
    }
    rules.add(HelperRule.parse("sip:tcp:5060"));
    helpers =
        new SessionHelpers(
            new HelperSettings(rules, own),
            mostExpected,
            (tuple, zone) -> {
              final int found = table.find(tuple, zone);
              if (found == SessionTable.NONE) {
                return false;
              }
              table.remove(found);
              return ended.add(Tuple.copyOf(tuple));
            });
    helpers.expectations().advance(START);
  }

  /** One session: its sides speak in turn or not. */
  final class Talk {
    final SessionRow row = table.row();
    private final Tuple original;
    private final int[] sequence = {1001, 5001};

    private Talk(final Tuple original, final boolean answered, final @Nullable Expectation by) {
      this.original = original;
      row.begin();
      row.status((answered ? Status.SEEN_REPLY : 0) | (by == null ? 0 : Status.EXPECTED));
      row.insert(original, 0);
      helpers.begun(original, row, by);
    }

    boolean client(final String text) {
      return say(0, text.getBytes(ISO_8859_1));
    }

    boolean server(final String text) {
      return say(1, text.getBytes(ISO_8859_1));
    }

    /** Returns whether the packet passes; what does not pass will be said again. */
    boolean say(final int direction, final byte[] bytes) {
      final boolean passes = say(direction, bytes, bytes.length);
      if (passes) {
        sequence[direction] += bytes.length;
      }
      return passes;
    }

    boolean say(final int direction, final byte[] bytes, final int captured) {
      if (direction == 1) {
        row.status(row.status() | Status.SEEN_REPLY);
      }
      payload.packet(
          direction == 0 ? original : original.inverse(),
          0,
          direction,
          (row.status() & Status.SEEN_REPLY) != 0);
      payload.bytes(bytes, 0, captured, bytes.length, sequence[direction]);
      return helpers.packet(payload, row);
    }

    void end() {
      helpers.ended(row.slot());
      row.remove();
    }
  }

  Talk tcp(final String client, final int port, final String server, final int serverPort) {
    return new Talk(tuple(6, client, port, server, serverPort), true, null);
  }

  Talk udp(final String client, final int port, final String server, final int serverPort) {
    return new Talk(tuple(17, client, port, server, serverPort), false, null);
  }

  /** A session that begins, expected or not. */
  Talk begin(final Tuple first) {
    return new Talk(first, false, helpers.expectations().take(first, 0));
  }

  @Nullable Expectation take(final Tuple first) {
    return helpers.expectations().take(first, 0);
  }

  /** What is expected, each as the kernel prints it, sorted. */
  List<String> expected() {
    final List<String> lines = new ArrayList<>();
    helpers.expectations().forEach(expectation -> lines.add(expectation.toString()));
    lines.sort(null);
    return lines;
  }

  static Tuple tuple(
      final int protocol,
      final String source,
      final int sourcePort,
      final String destination,
      final int port) {
    return Tuple.of(protocol, IpAddress.of(source), sourcePort, IpAddress.of(destination), port);
  }
}
