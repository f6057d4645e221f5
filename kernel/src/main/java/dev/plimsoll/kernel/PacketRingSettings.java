package dev.plimsoll.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link PacketRing} captures, and how.
 *
 * @param interfaceName the interface, or null for all
 * @param promiscuous whether it shall also take what is not for this host; one interface only
 * @param filter in tcpdump's syntax (pcap-filter(7)), or null for everything
 * @param ringBytes what the kernel may hold back for us, from 8 KiB to 1 GiB
 * @param blockMillis how long it may wait until a block is full before it hands it over
 */
public record PacketRingSettings(
    @Nullable String interfaceName,
    boolean promiscuous,
    @Nullable String filter,
    int ringBytes,
    int blockMillis) {
  private static final int DEFAULT_RING_BYTES = 64 * 1024 * 1024;
  private static final int DEFAULT_BLOCK_MILLIS = 50;
  private static final int LEAST_RING_BYTES = 8 * 1024;
  private static final int MOST_RING_BYTES = 1024 * 1024 * 1024;

  /** All interfaces, everything, in a ring of 64 MiB. */
  public static final PacketRingSettings DEFAULT =
      new PacketRingSettings(null, false, null, DEFAULT_RING_BYTES, DEFAULT_BLOCK_MILLIS);

  public PacketRingSettings {
    if (promiscuous && interfaceName == null) {
      throw new IllegalArgumentException("promiscuous mode needs the name of one interface");
    }
    if (ringBytes < LEAST_RING_BYTES || ringBytes > MOST_RING_BYTES) {
      throw new IllegalArgumentException("a ring has from 8 KiB to 1 GiB");
    }
    if (blockMillis < 1) {
      throw new IllegalArgumentException("a block takes at least a millisecond");
    }
  }

  public PacketRingSettings withInterface(final String name) {
    return new PacketRingSettings(name, promiscuous, filter, ringBytes, blockMillis);
  }

  public PacketRingSettings withPromiscuous() {
    return new PacketRingSettings(interfaceName, true, filter, ringBytes, blockMillis);
  }

  public PacketRingSettings withFilter(final String tcpdumpSyntax) {
    return new PacketRingSettings(
        interfaceName, promiscuous, tcpdumpSyntax, ringBytes, blockMillis);
  }

  public PacketRingSettings withRingBytes(final int bytes) {
    return new PacketRingSettings(interfaceName, promiscuous, filter, bytes, blockMillis);
  }
}
