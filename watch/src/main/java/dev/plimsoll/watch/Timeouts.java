package dev.plimsoll.watch;

import dev.plimsoll.session.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long a namespace keeps a session without packets, in seconds: the kernel's sysctls {@code
 * net.netfilter.nf_conntrack_*_timeout*}. They turn a count into a rate.
 *
 * @param tcpSeconds one for each {@link TcpState}, by its number
 * @param tcpUnacknowledgedSeconds for established sessions with data that nobody acknowledged
 * @param tcpMaxRetransSeconds for sessions that only repeat themselves
 * @param udpSeconds for UDP until packets go both ways for more than two seconds
 * @param udpStreamSeconds for UDP after that
 * @param icmpSeconds for ICMP and ICMPv6
 */
public record Timeouts(
    List<Integer> tcpSeconds,
    int tcpUnacknowledgedSeconds,
    int tcpMaxRetransSeconds,
    int udpSeconds,
    int udpStreamSeconds,
    int icmpSeconds) {

  /** The kernel's defaults (nf_conntrack_proto_tcp.c, _udp.c, _icmp.c). */
  public static final Timeouts DEFAULTS = ofSysctls(Map.of());

  public Timeouts {
    tcpSeconds = List.copyOf(tcpSeconds);
    if (tcpSeconds.size() != TcpState.values().length) {
      throw new IllegalArgumentException("one timeout for each TCP state is needed");
    }
  }

  /**
   * The timeouts of a namespace.
   *
   * @param values in seconds, by their names behind {@code nf_conntrack_}, such as {@code
   *     tcp_timeout_time_wait}; the kernel's default stands for what is missing
   */
  public static Timeouts ofSysctls(final Map<String, Long> values) {
    final List<Integer> tcp = new ArrayList<>();
    for (final TcpState state : TcpState.values()) {
      final String name = "tcp_timeout_" + state.name().toLowerCase(Locale.ROOT);
      tcp.add(value(values, name, state.defaultTimeoutSeconds()));
    }
    return new Timeouts(
        tcp,
        value(values, "tcp_timeout_unacknowledged", 300),
        value(values, "tcp_timeout_max_retrans", 300),
        value(values, "udp_timeout", 30),
        value(values, "udp_timeout_stream", 120),
        value(values, "icmp_timeout", 30));
  }

  private static int value(final Map<String, Long> values, final String name, final int otherwise) {
    return Math.clamp(values.getOrDefault(name, (long) otherwise), 0, Integer.MAX_VALUE);
  }

  /** The timeout of a TCP state in seconds. */
  public int tcpSeconds(final TcpState state) {
    return tcpSeconds.get(state.number());
  }
}
