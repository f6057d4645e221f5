package dev.plimsoll.session;

import java.util.List;
import java.util.SplittableRandom;

/** Random filters as text, of conditions that hold for about half of the random sessions. */
final class RandomFilters {
  static final List<String> CONDITIONS =
      List.of(
          "family:ipv4",
          "proto:tcp",
          "proto:udp,sctp,50",
          "state:ESTABLISHED",
          "state:SYN_SENT,CLOSE,CLOSED,TIME_WAIT",
          "src:198.51.100.0/24,2001:db8::/32",
          "dst:192.0.2.10",
          "dst:10.0.0.0/8",
          "addr:127.0.0.1,fe80::1",
          "reply-src:198.51.100.1",
          "reply-dst:192.0.2.0/24",
          "local:192.0.2.10,2001:db8::10",
          "remote:0.0.0.0/0",
          "sport:22,53",
          "dport:443",
          "port:0-79",
          "reply-sport<=443",
          "reply-dport>1024",
          "lport:40000",
          "rport:http",
          "type:8",
          "code:1",
          "is:replied",
          "is:unassured",
          "is:snat,dnat",
          "is:nat",
          "is:offloaded",
          "is:loopback",
          "is:helper",
          "direction:in,forwarded",
          "is:local",
          "mark:1",
          "mark:0x2/0x2",
          "zone:0",
          "zone:1-2",
          "label:0,2-3,66",
          "helper:ftp",
          "netns:\"web\"",
          "id:1,3",
          "age>1m",
          "age<=2m",
          "timeout<30s",
          "timeout>=50s",
          "bytes>=1M",
          "packets<60",
          "packets=49");

  private RandomFilters() {}

  static String condition(final SplittableRandom random) {
    return CONDITIONS.get(random.nextInt(CONDITIONS.size()));
  }

  static String filter(final SplittableRandom random, final int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return condition(random);
    }
    final String first = filter(random, depth - 1);
    final String second = filter(random, depth - 1);
    return switch (random.nextInt(8)) {
      case 0 -> first + " " + second;
      case 1 -> first + " and " + second;
      case 2 -> first + " or " + second;
      case 3 -> "(" + first + ") (" + second + ")";
      case 4 -> "(" + first + " or " + second + ")";
      case 5 -> "not (" + first + ")";
      case 6 -> "-" + first;
      default -> "(" + first + ") or not " + second;
    };
  }
}
