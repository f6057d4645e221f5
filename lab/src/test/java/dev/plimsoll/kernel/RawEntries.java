package dev.plimsoll.kernel;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The entries of a table as the kernel sends them, without what differs by time and place. */
final class RawEntries {
  private static final int NETFILTER_HEADER = 4;
  private static final Set<Integer> CHANGING =
      Set.of(Ct.ID, Ct.TIMEOUT, Ct.USE, Ct.TIMESTAMP, Ct.SECCTX);

  private RawEntries() {}

  /** One text an entry: each attribute's number and bytes. */
  static SortedSet<String> of(final NetworkNamespace namespace) throws IOException {
    final SortedSet<String> entries = new TreeSet<>();
    try (NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER))) {
      final int sequence = socket.nextSequence();
      socket.send(
          new NetlinkRequest()
              .begin(Ct.MSG_GET, NetlinkRequest.FLAG_DUMP, sequence)
              .netfilterHeader(0)
              .end());
      new NetlinkAnswer(socket)
          .readDump("read the table", sequence, message -> entries.add(describe(message)));
    }
    return entries;
  }

  private static String describe(final NetlinkMessages message) {
    final TreeMap<Integer, String> parts = new TreeMap<>();
    final NetlinkAttributes attributes = new NetlinkAttributes(message, NETFILTER_HEADER);
    while (attributes.next()) {
      if (!CHANGING.contains(attributes.type())) {
        parts.put(
            attributes.type(),
            HexFormat.of()
                .formatHex(
                    attributes.bytes(),
                    attributes.payload(),
                    attributes.payload() + attributes.size()));
      }
    }
    return parts.toString();
  }
}
