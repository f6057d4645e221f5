package dev.plimsoll.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often an address may fail to log in: a few times at once, and then once in a while. An IPv6
 * address counts as its network of 64 bits, for a host has a whole one. It remembers the newest
 * addresses only, so that many do not fill the memory.
 */
final class FailureLimit {
  static final int AT_ONCE = 5;
  static final long ONE_IN_MILLIS = 12_000;
  static final int MOST_ADDRESSES = 4096;

  private static final int NETWORK_BYTES = 8;

  private final LongSupplier clock;

  // Until when an address's failures are paid off: each adds ONE_IN_MILLIS.
  private final Map<Object, Long> paidOffAt =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Object, Long> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  FailureLimit(final LongSupplier clock) {
    this.clock = clock;
  }

  /** How long the address has to wait until it may try again, in milliseconds; 0 for not at all. */
  synchronized long waitMillis(final InetAddress address) {
    final Long until = paidOffAt.get(key(address));
    return until == null
        ? 0
        : Math.max(0, until - clock.getAsLong() - (AT_ONCE - 1) * ONE_IN_MILLIS);
  }

  synchronized void failed(final InetAddress address) {
    final long now = clock.getAsLong();
    paidOffAt.merge(
        key(address), now + ONE_IN_MILLIS, (before, _) -> Math.max(before, now) + ONE_IN_MILLIS);
  }

  synchronized int addresses() {
    return paidOffAt.size();
  }

  private static Object key(final InetAddress address) {
    final byte[] bytes = address.getAddress();
    return Arrays.toString(
        address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
