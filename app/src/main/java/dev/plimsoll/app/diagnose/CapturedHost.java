package dev.plimsoll.app.diagnose;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.Decoded;
import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.FrameSource;
import dev.plimsoll.engine.Packet;
import dev.plimsoll.engine.PacketDecoder;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.TupleView;
import dev.plimsoll.watch.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Guesses whose capture it is: on a host, nearly every packet comes from it or goes to it.
 *
 * @param addresses those of the host, most packets first; empty if there is no such host
 * @param share of the packets that the first of them has, from 0 to 1
 * @param most the addresses with most packets, in words
 */
public record CapturedHost(List<IpAddress> addresses, double share, String most) {
  private static final int FRAMES = 50_000;
  private static final int MOST_ADDRESSES = 100_000;
  private static final double ENOUGH = 0.8;
  private static final int NAMED = 3;

  public CapturedHost {
    addresses = List.copyOf(addresses);
  }

  /** Reads the beginning of a capture. */
  public static CapturedHost of(final FrameSource source) throws IOException {
    final Map<IpAddress, Long> packets = new HashMap<>();
    final PacketDecoder decoder = new PacketDecoder(Checksums.NONE);
    final Packet packet = new Packet();
    final Frame[] frames = new Frame[64];
    Arrays.setAll(frames, i -> new Frame());
    final Map<Integer, Long> families = new HashMap<>();
    int read = 0;
    for (int count = 1; read < FRAMES && count > 0; read += count) {
      count = readOn(source, frames, read);
      for (int i = 0; i < count; i++) {
        if (decoder.decode(frames[i], packet) != Decoded.IGNORED) {
          final TupleView tuple = packet.tuple();
          families.merge(tuple.family(), 1L, Long::sum);
          count(packets, new IpAddress(tuple.family(), tuple.sourceHigh(), tuple.sourceLow()));
          count(
              packets,
              new IpAddress(tuple.family(), tuple.destinationHigh(), tuple.destinationLow()));
        }
      }
    }
    return of(packets, families);
  }

  // Where it breaks off is told when it is diagnosed; what comes before it is enough here.
  private static int readOn(final FrameSource source, final Frame[] frames, final int before)
      throws IOException {
    try {
      return source.read(frames);
    } catch (final IOException e) {
      if (before == 0) {
        throw e;
      }
      return 0;
    }
  }

  private static void count(final Map<IpAddress, Long> packets, final IpAddress address) {
    if (packets.size() < MOST_ADDRESSES || packets.containsKey(address)) {
      packets.merge(address, 1L, Long::sum);
    }
  }

  private static CapturedHost of(
      final Map<IpAddress, Long> packets, final Map<Integer, Long> families) {
    final List<Map.Entry<IpAddress, Long>> most =
        packets.entrySet().stream()
            .sorted(Map.Entry.<IpAddress, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(NAMED)
            .toList();
    final List<IpAddress> own = new ArrayList<>();
    double share = 0;
    for (final Integer family : families.keySet()) {
      final Map.@Nullable Entry<IpAddress, Long> first =
          most.stream().filter(e -> e.getKey().family() == family).findFirst().orElse(null);
      final long all = Objects.requireNonNullElse(families.get(family), 1L);
      if (first != null && first.getValue() >= ENOUGH * all) {
        own.add(first.getKey());
        share = Math.max(share, (double) first.getValue() / all);
      }
    }
    final long total = families.values().stream().mapToLong(Long::longValue).sum();
    return new CapturedHost(
        own,
        share,
        most.stream()
            .map(e -> e.getKey() + " (" + PlainText.share(e.getValue(), total) + " of the packets)")
            .collect(Collectors.joining(", ")));
  }
}
