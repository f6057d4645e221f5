package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A filtered dump, of which the kernel compares a part, against a whole dump filtered here. */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterPushdownKernelTest {
  // As conntrack(8) takes them; all are there for ten minutes.
  private static final List<String> ENTRIES =
      List.of(
          "-p tcp -s 192.0.2.1 -d 198.51.100.1 --sport 1000 --dport 443 --state ESTABLISHED"
              + " -u SEEN_REPLY,ASSURED -m 1",
          "-p tcp -s 192.0.2.1 -d 198.51.100.1 --sport 1001 --dport 80 --state SYN_SENT -m 3",
          "-p tcp -s 192.0.2.2 -d 198.51.100.2 --sport 1000 --dport 443 --state TIME_WAIT"
              + " -u SEEN_REPLY,ASSURED -w 5",
          "-p udp -s 10.0.0.1 -d 198.51.100.53 --sport 5000 --dport 53"
              + " --src-nat 203.0.113.9:6000",
          "-p tcp -s 192.0.2.3 -d 203.0.113.9 --sport 7000 --dport 80 --state SYN_RECV"
              + " --dst-nat 10.0.0.2:8080",
          "-p icmp -s 192.0.2.1 -d 198.51.100.1 --icmp-type 8 --icmp-code 0 --icmp-id 7",
          "-p tcp -s 2001:db8::1 -d 2001:db8:1::1 --sport 1000 --dport 443 --state ESTABLISHED"
              + " -u SEEN_REPLY -m 257",
          "-p udp -s 2001:db8::2 -d 2001:db8:1::1 --sport 1000 --dport 53 -w 5",
          "-p icmpv6 -s 2001:db8::1 -d 2001:db8:1::1 --icmpv6-type 128 --icmpv6-code 0"
              + " --icmpv6-id 7",
          "-p sctp -s 192.0.2.1 -d 198.51.100.1 --sport 1000 --dport 443 --state ESTABLISHED"
              + " --orig-vtag 1 --reply-vtag 2",
          "-p gre -s 192.0.2.1 -d 198.51.100.1 --srckey 1 --dstkey 2",
          "-p 50 -s 192.0.2.1 -d 198.51.100.1",
          "-p udp -s 192.0.2.4 -d 198.51.100.1 --sport 1 --dport 2 --orig-zone 7",
          "-p udp -s 192.0.2.4 -d 198.51.100.1 --sport 1 --dport 3 --reply-zone 8",
          "-p udp -s 192.0.2.5 -d 198.51.100.1 --sport 9 --dport 9 -u SEEN_REPLY,FIXED_TIMEOUT");

  private LabNamespace namespace;
  private Ctnetlink table;

  @BeforeAll
  void makeEntries() throws IOException {
    namespace = LabNamespace.create("filter");
    for (final String entry : ENTRIES) {
      namespace.run(("conntrack -I -t 600 " + entry).split(" "));
    }
    table = Ctnetlink.open(namespace.networkNamespace());
  }

  @AfterAll
  void removeThem() throws IOException {
    if (table != null) {
      table.close();
    }
    namespace.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "family:ipv4                              | 12",
        "is:ipv6                                  | 3",
        "not family:ipv4                          | 3",
        "proto:tcp                                | 5",
        "proto:udp                                | 5",
        "proto:icmp                               | 1",
        "proto:icmpv6                             | 1",
        "proto:sctp                               | 1",
        "proto:gre                                | 1",
        "proto:50                                 | 1",
        "proto:tcp family:ipv6                    | 1",
        "src:192.0.2.1                            | 6",
        "dst:198.51.100.1                         | 9",
        "reply-src:10.0.0.2                       | 1",
        "reply-dst:203.0.113.9                    | 1",
        "src:192.0.2.1 dst:198.51.100.1 proto:tcp | 2",
        "proto:tcp dport:443                      | 3",
        "proto:tcp sport:1000 dport:443 is:ipv4   | 2",
        "proto:tcp reply-sport:8080               | 1",
        "proto:udp reply-dport:6000               | 1",
        "proto:udp dport:53 family:ipv6           | 1",
        "is:assured                               | 2",
        "is:replied                               | 4",
        "is:unreplied                             | 11",
        "not is:assured                           | 13",
        "is:replied -is:assured                   | 2",
        "is:fixed-timeout                         | 1",
        "not is:offloaded                         | 15",
        "mark:1                                   | 1",
        "mark:0                                   | 12",
        "mark:0x1/0xff                            | 2",
        "mark:0x1/0x1 mark:0x2/0x2                | 1",
        "zone:5                                   | 2",
        "zone:0                                   | 11",
        "zone:7                                   | 1",
        "zone:8                                   | 1",
        "zone:5 family:ipv6 proto:udp             | 1",
        "(proto:tcp dport:80) or (dport:80 proto:tcp mark:9) | 2",
        "not (is:assured or is:ipv6)              | 10",
        "mark:9                                   | 0",
      })
  void theKernelComparesAllOfIt(final String text, final int count)
      throws IOException, FilterSyntaxException {
    assertThat(filteredByBoth(text)).as("sessions").hasSize(count);
    assertThat(table.lastDumpEntries()).as("entries that the kernel sent").isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src:192.0.2.0/24                   | 11 | 12",
        "dst:198.51.100.1,198.51.100.2      | 10 | 12",
        "remote:2001:db8::/32               | 3  | 3",
        "src:2001:db8::1                    | 2  | 3",
        "dst:2001:db8:1::1                  | 3  | 3",
        "reply-src:2001:db8:1::1 proto:udp  | 1  | 1",
        "proto:sctp dport:443               | 1  | 1",
        "proto:tcp dport:443,8080           | 3  | 5",
        "proto:tcp state:TIME_WAIT          | 1  | 5",
        "src:192.0.2.1 type:8               | 1  | 6",
        "is:nat proto:tcp                   | 1  | 5",
        "mark!=0 is:replied                 | 2  | 4",
        "zone:0 timeout>1m                  | 11 | 11",
        "src:192.0.2.1 (mark:1 or type:8)   | 2  | 6",
      })
  void theKernelComparesAPartOfIt(final String text, final int count, final int sent)
      throws IOException, FilterSyntaxException {
    assertThat(filteredByBoth(text)).as("sessions").hasSize(count);
    assertThat(table.lastDumpEntries()).as("entries that the kernel sent").isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "any                       | 15",
        "dport:443                 | 4",
        "state:ESTABLISHED         | 3",
        "is:snat,dnat              | 2",
        "proto:tcp or proto:udp    | 10",
        "addr:198.51.100.53 or mark:3 | 2",
        "zone>0                    | 4",
        "not mark:0                | 3",
      })
  void theKernelSendsEverythingIfItCanCompareNothing(final String text, final int count)
      throws IOException, FilterSyntaxException {
    assertThat(filteredByBoth(text)).as("sessions").hasSize(count);
    assertThat(table.lastDumpEntries())
        .as("entries that the kernel sent")
        .isEqualTo(ENTRIES.size());
  }

  @Test
  void whatTheKernelHoldsIsWhatWasMade() throws IOException {
    assertThat(dump(SessionFilter.ALL)).hasSameSizeAs(ENTRIES);
  }

  /** What a filtered dump gives, after it was found equal to a whole dump filtered here. */
  private List<String> filteredByBoth(final String text) throws IOException, FilterSyntaxException {
    final SessionFilter filter = SessionFilter.parse(text);
    final List<String> here = new ArrayList<>();
    table.dump(
        SessionFilter.ALL,
        session -> {
          if (filter.matches(session)) {
            here.add(text(session));
          }
        });
    final List<String> inTheKernel = dump(filter);
    assertThat(inTheKernel).containsExactlyInAnyOrderElementsOf(here);
    return inTheKernel;
  }

  private List<String> dump(final SessionFilter filter) throws IOException {
    final List<String> sessions = new ArrayList<>();
    table.dump(filter, session -> sessions.add(text(session)));
    return sessions;
  }

  private static String text(final Session session) {
    return session + " mark " + session.mark() + " id " + session.id();
  }
}
