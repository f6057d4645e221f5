package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerGapsTest {
  private final OwnerGaps gaps = new OwnerGaps();

  @Test
  void withoutGapsNothingIsSaid() {
    assertThat(gaps.sentences()).isEmpty();
  }

  @Test
  void eachKindOfGapIsOneSentence() {
    gaps.otherKind();
    gaps.otherKind();
    gaps.endedHolder(1_200);
    gaps.unnamed(1, 40);
    assertThat(gaps.sentences())
        .containsExactly(
            "The process ended while it was looked at: 1,200 sessions.",
            "The protocol has no sockets that can be found, such as ICMP, GRE and SCTP: 2 sessions.",
            "Further processes are not named: 1 process with 40 sessions.");
  }

  @Test
  void manyClosedNamespacesAreCountedAfterTheFirst() {
    for (int i = 0; i < 100; i++) {
      gaps.unsearched("pid:" + i, new IOException("cannot enter it"));
    }
    gaps.untold(Set.of("udp", "udplite"));
    assertThat(gaps.sentences())
        .hasSize(7)
        .startsWith("The sockets of network namespace pid:0 are unknown: cannot enter it.")
        .endsWith(
            "The sockets of 95 network namespaces more are unknown.",
            "This kernel does not tell the sockets of udp, udplite (CONFIG_INET_DIAG).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "22 1 0:21 / /proc rw,nosuid shared:5 - proc proc rw,hidepid=invisible; true",
        "22 1 0:21 / /proc rw,nosuid - proc proc rw,gid=4,hidepid=2; true",
        "22 1 0:21 / /proc rw,nosuid - proc proc rw,hidepid=off; false",
        "22 1 0:21 / /proc rw,nosuid shared:5 - proc proc rw; false",
        "22 1 0:21 / /srv/proc rw - proc proc rw,hidepid=2; false",
        "hidepid=2; false"
      })
  void hidingIsSeenInTheOptionsOfProc(final String line, final boolean hides) {
    assertThat(OwnerGaps.hidesProcesses(List.of(line))).isEqualTo(hides);
  }

  @Test
  void theUsersOfSocketsWhoseProcessIsNotSeenAreNamed() {
    for (int i = 0; i < 20; i++) {
      gaps.unseenHolder(i % 2 == 0 ? 33 : 1000);
    }
    assertThat(gaps.sentences().getFirst())
        .startsWith(
            "The socket is open in no process that shows its files: 20 sessions, opened by user 33,"
                + " 1000. ");
  }
}
