package dev.plimsoll.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What one CPU has counted in a namespace since it was made (struct ip_conntrack_stat). Kernels
 * differ in what they count, so the counters have names.
 *
 * @param cpu its number
 * @param values what the kernel told, by the names that conntrack(8) prints, in its order; each
 *     wraps at 2^32
 */
public record CpuCounters(int cpu, SequencedMap<String, Long> values) {
  // By the number of the attribute (enum ctattr_stats_cpu).
  private static final String[] SESSION_NAMES = {
    "",
    "searched",
    "found",
    "new",
    "invalid",
    "ignore",
    "delete",
    "delete_list",
    "insert",
    "insert_failed",
    "drop",
    "early_drop",
    "error",
    "search_restart",
    "clash_resolve",
    "chaintoolong",
    // What newer kernels may add.
    "unknown1",
    "unknown2",
    "unknown3",
    "unknown4"
  };

  // enum ctattr_expect_stats
  private static final String[] EXPECTATION_NAMES = {
    "", "expect_new", "expect_create", "expect_delete"
  };

  public CpuCounters {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** The counters of sessions that a message of the kernel tells. */
  static CpuCounters ofSessions(final NetlinkMessages message) {
    return of(message, SESSION_NAMES);
  }

  /** The counters of expectations that a message of the kernel tells. */
  static CpuCounters ofExpectations(final NetlinkMessages message) {
    return of(message, EXPECTATION_NAMES);
  }

  private static CpuCounters of(final NetlinkMessages message, final String[] names) {
    final Map<Integer, Long> sent = new TreeMap<>();
    final NetlinkAttributes attributes = new NetlinkAttributes(message, 4);
    while (attributes.next()) {
      final int type = attributes.type();
      if (attributes.size() == 4 && type > 0 && type < names.length) {
        sent.put(type, NetlinkBytes.netInt(message.bytes(), attributes.payload()) & 0xffff_ffffL);
      }
    }
    final SequencedMap<String, Long> values = new LinkedHashMap<>();
    sent.forEach((type, value) -> values.put(names[type], value));
    // struct nfgenmsg: the CPU stands where a resource's number may.
    return new CpuCounters(NetlinkBytes.netShort(message.bytes(), message.payload() + 2), values);
  }
}
