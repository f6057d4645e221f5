package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFilterTest {
  private static final Map<String, Session> SAMPLES = new LinkedHashMap<>();

  static {
    SAMPLES.put("web", FilterSamples.webOut());
    SAMPLES.put("query", FilterSamples.forwardedQuery());
    SAMPLES.put("redirected", FilterSamples.redirectedIn());
    SAMPLES.put("ping", FilterSamples.loopbackPing());
    SAMPLES.put("offloaded", FilterSamples.offloaded());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                             | web query redirected ping offloaded",
        "any                            | web query redirected ping offloaded",
        "ALL                            | web query redirected ping offloaded",
        "proto:tcp                      | web redirected",
        "proto:TCP,17                   | web query redirected",
        "proto!=tcp                     | query ping offloaded",
        "state:established              | web",
        "state:SYN-RECV,COOKIE_WAIT     | redirected offloaded",
        "src:192.0.2.10                 | web",
        "src:10.0.0.0/8,2001:db8::/32   | query redirected offloaded",
        "dst:198.51.100.0/24            | web query",
        "reply-src:198.51.100.1         | web",
        "reply-dst:192.0.2.10           | web query",
        "addr:192.0.2.10                | web query",
        "src:0.0.0.0/0                  | web query ping offloaded",
        "src:::/0                       | redirected",
        "local:2001:db8::10             | redirected",
        "remote:2001:db8:1::1           | redirected",
        "local:192.0.2.10               | web",
        "remote:198.51.100.1            | web",
        "sport:40000                    | web",
        "dport:https,dns                | web query",
        "dport:1-100                    | query redirected offloaded",
        "dport<=53                      | query offloaded",
        "dport<53                       | offloaded",
        "sport>=33000                   | web redirected",
        "sport>33000                    | web",
        "dport!=53                      | web redirected ping offloaded",
        "reply-sport:8080               | redirected",
        "reply-dport:6000               | query",
        "port:8080,6000                 | query redirected",
        "lport:8080                     | redirected",
        "rport:443                      | web",
        "lport:40000                    | web",
        "is:replied                     | web ping offloaded",
        "is:unreplied                   | query redirected",
        "is:assured                     | web",
        "is:unassured                   | query redirected ping offloaded",
        "-is:unassured                  | web",
        "!is:assured                    | query redirected ping offloaded",
        "is:nat                         | query redirected",
        "is:snat                        | query",
        "is:dnat                        | redirected",
        "is:snat,dnat                   | query redirected",
        "is!=snat,dnat                  | web ping offloaded",
        "is:offloaded                   | offloaded",
        "is:hw-offloaded                | ''",
        "is:expected                    | offloaded",
        "is:helper                      | web offloaded",
        "is:fixed-timeout               | ''",
        "is:loopback                    | ping",
        "is:local                       | ping",
        "is:ipv4                        | web query ping offloaded",
        "is:ipv6                        | redirected",
        "family:6                       | redirected",
        "family:ipv4                    | web query ping offloaded",
        "mark:0x11                      | web",
        "mark:17                        | web",
        "mark:0x1/0xf                   | web",
        "mark:0                         | query redirected ping offloaded",
        "mark:0,17                      | web query redirected ping offloaded",
        "mark!=0                        | web",
        "zone:5                         | web",
        "zone:9                         | offloaded",
        "zone:0                         | query redirected ping",
        "zone>0                         | web offloaded",
        "age>1h                         | ''",
        "age>=1h                        | web",
        "age=3600s                      | web",
        "age<2h                         | web",
        "not age<2h                     | query redirected ping offloaded",
        "timeout<30s                    | query",
        "timeout<29                     | ''",
        "timeout=29                     | query",
        "timeout>1d                     | web",
        "bytes>=1M                      | web",
        "bytes>1M                       | ''",
        "bytes>976Ki                    | web",
        "bytes<1g                       | web",
        "packets:100                    | web",
        "packets>1k                     | ''",
        "direction:out                  | web",
        "direction:in                   | redirected",
        "direction:forwarded            | query",
        "direction:local,unknown        | ping offloaded",
        "netns:web                      | web",
        "netns:\"web\"                  | web",
        "netns!=web                     | query redirected ping offloaded",
        "id:2147483649                  | web",
        "id:1                           | ''",
        "helper:ftp                     | web",
        "label:3                        | web",
        "label:100                      | web",
        "label:36,4                     | ''",
        "type:8                         | ping",
        "type:8 code:0                  | ping",
        "code>0                         | ''",
        "proto:tcp dport:443            | web",
        "proto:tcp and dport:80         | redirected",
        "proto:udp or proto:icmp        | query ping",
        "proto:udp or proto:tcp dport:80 | query redirected",
        "(proto:udp or proto:tcp) dport:80 | redirected",
        "not (proto:tcp or proto:udp)   | ping offloaded",
        "not proto:tcp and not proto:udp | ping offloaded",
        "not not proto:tcp              | web redirected",
        "-(proto:tcp or is:loopback)    | query offloaded",
        "NOT proto:tcp OR dport:80      | query redirected ping offloaded",
        "'  proto : tcp  dport > 100 '  | web",
        "'dport: 443, 53'               | web query",
      })
  void selects(final String text, final String expected) throws FilterSyntaxException {
    final SessionFilter filter = SessionFilter.parse(text);
    final List<String> selected = new ArrayList<>();
    SAMPLES.forEach((name, session) -> {
      if (filter.matches(session)) {
        selected.add(name);
      }
    });
    assertThat(String.join(" ", selected)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | any",
        "PROTO=17,TCP,6                  | proto:tcp,udp",
        "proto:99                        | proto:99",
        "state:time-wait,syn_sent,CLOSED | state:SYN_SENT,TIME_WAIT,CLOSED",
        "src:10.1.2.3/8,192.0.2.7/32     | src:10.0.0.0/8,192.0.2.7",
        "dst:2001:DB8:0::0               | dst:2001:db8::",
        "dport:https,80,81-90,85-100     | dport:80-100,443",
        "sport>=1024                     | sport:1024-65535",
        "dport!=22                       | not dport:22",
        "is:ipv6                         | family:ipv6",
        "is:snat,dnat                    | is:snat or is:dnat",
        "is!=snat,dnat                   | not (is:snat or is:dnat)",
        "-(is:nat)                       | not is:nat",
        "! - is:nat                      | not not is:nat",
        "mark:0x10                       | mark:16",
        "mark:5/255                      | mark:0x5/0xff",
        "age>90m                         | age>90m",
        "age>120                         | age>2m",
        "timeout:0                       | timeout=0",
        "bytes>=1048576                  | bytes>=1Mi",
        "packets<=2000                   | packets<=2k",
        "netns:\"a b\\\"c\"              | netns:\"a b\\\"c\"",
        "netns:\"web\"                   | netns:web",
        "netns:pid:77                    | netns:pid:77",
        "(proto:tcp (is:nat mark:1))     | proto:tcp is:nat mark:1",
        "(is:nat or mark:1) or is:dnat   | is:nat or mark:1 or is:dnat",
        "is:nat (mark:1 or mark:2)       | is:nat (mark:1 or mark:2)",
        "is:nat mark:1 or mark:2         | is:nat mark:1 or mark:2",
      })
  void hasACanonicalText(final String text, final String canonical) throws FilterSyntaxException {
    assertThat(SessionFilter.parse(text)).hasToString(canonical);
  }

  @Test
  void bothOfEverySessionAndAnotherIsTheOther() throws FilterSyntaxException {
    final SessionFilter nat = SessionFilter.parse("is:nat");

    assertThat(SessionFilter.both(SessionFilter.ALL, nat)).isEqualTo(nat);
    assertThat(SessionFilter.both(nat, SessionFilter.ALL)).isEqualTo(nat);
    assertThat(SessionFilter.both(nat, SessionFilter.parse("mark:1")))
        .isEqualTo(SessionFilter.parse("is:nat mark:1"));
  }

  @Test
  void everyTraitHasAWordThatIsRead() throws FilterSyntaxException {
    for (final SessionTrait trait : SessionTrait.values()) {
      assertThat(SessionFilter.parse("is:" + trait.word())).isEqualTo(new SessionFilter.Is(trait));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 128, 1000})
  void labelsHaveBits0To127(final int bit) {
    assertThatThrownBy(() -> new SessionFilter.LabelIs(NumberSet.of(bit)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMarkOutsideOfItsMaskIsRefused() {
    assertThatThrownBy(() -> new SessionFilter.MarkIs(0x100, 0xff))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
