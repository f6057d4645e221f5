package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Composition.Kind;
import dev.plimsoll.watch.Composition.Remote;
import dev.plimsoll.watch.Composition.Service;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WhatChangedTest {
  private static final long TEN_TO_THREE = Instant.parse("2026-11-24T02:50:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;

  private static final Service WEB = new Service("tcp", "ESTABLISHED", "in", 443, 2_000, 900);
  private static final Service SCAN = new Service("tcp", "SYN_SENT", "out", 22, 7_900, 7_412);

  @Test
  void aScanIsToldByItsPortAndItsRemotes() {
    final WhatChanged changed =
        WhatChanged.between(
            table(TEN_TO_THREE, 2_000, List.of(WEB)),
            table(TEN_TO_THREE + HOUR, 10_120, List.of(SCAN, sessions(WEB, 2_220))));
    assertThat(changed.sentence(ZoneOffset.UTC))
        .isEqualTo(
            "+8,120 sessions since 02:50: +7,900 are tcp SYN_SENT out to port 22, 7,412 remotes.");
    assertThat(changed.groups().getFirst().filter())
        .isEqualTo("proto:tcp state:syn_sent direction:out dport:22");
  }

  @Test
  void theOrderOfTheTwoMomentsDoesNotMatter() {
    final Composition before = table(TEN_TO_THREE, 2_000, List.of(WEB));
    final Composition after = table(TEN_TO_THREE + HOUR, 9_900, List.of(SCAN, WEB));
    assertThat(WhatChanged.between(after, before)).isEqualTo(WhatChanged.between(before, after));
  }

  @Test
  void whatEndedIsToldWithAMinus() {
    final WhatChanged changed =
        WhatChanged.between(
            table(TEN_TO_THREE, 9_900, List.of(SCAN, WEB)),
            table(TEN_TO_THREE + HOUR, 2_000, List.of(WEB)));
    assertThat(changed.sentence(ZoneOffset.UTC))
        .isEqualTo(
            "\u22127,900 sessions since 02:50: \u22127,900 were tcp SYN_SENT out to port 22.");
    assertThat(changed.groups().getFirst().now()).isZero();
  }

  @Test
  void anotherDayIsNamed() {
    final WhatChanged changed =
        WhatChanged.between(
            table(TEN_TO_THREE, 100, List.of()), table(TEN_TO_THREE + 24 * HOUR, 100, List.of()));
    assertThat(changed.sentence(ZoneOffset.UTC))
        .isEqualTo("0 sessions since 2026-11-24 02:50: nothing changed.");
  }

  @Test
  void aRiseSpreadOverManyPortsIsToldByProtocolStateAndDirection() {
    final List<Service> many =
        IntStream.range(0, 40)
            .mapToObj(i -> new Service("udp", "-", "in", 30_000 + i, 2, 1))
            .toList();
    final Composition before =
        new Composition("own", TEN_TO_THREE, 0, List.of(), List.of(), List.of(), 0);
    final Composition after =
        new Composition(
            "own",
            TEN_TO_THREE + HOUR,
            5_000,
            List.of(new Kind("udp", "-", "in", 5_000)),
            many,
            List.of(),
            4_000);
    final WhatChanged changed = WhatChanged.between(before, after);
    assertThat(changed.sentence(ZoneOffset.UTC))
        .isEqualTo("+5,000 sessions since 02:50: +5,000 are udp in.");
    assertThat(changed.groups().getFirst().filter()).isEqualTo("proto:udp direction:in");
  }

  @Test
  void oneRemoteThatExplainsTheRiseIsNamed() {
    final Composition before = table(TEN_TO_THREE, 2_000, List.of(WEB));
    final Composition after =
        new Composition(
            "own",
            TEN_TO_THREE + HOUR,
            7_000,
            List.of(),
            List.of(sessions(WEB, 7_000)),
            List.of(new Remote("203.0.113.7", 4_900)),
            900);
    assertThat(WhatChanged.between(before, after).sentence(ZoneOffset.UTC))
        .isEqualTo(
            "+5,000 sessions since 02:50: +5,000 are tcp ESTABLISHED in to port 443, 900 remotes;"
                + " +4,900 with 203.0.113.7.");
  }

  private static Service sessions(final Service service, final long sessions) {
    return new Service(
        service.protocol(),
        service.state(),
        service.direction(),
        service.port(),
        sessions,
        service.remotes());
  }

  private static Composition table(
      final long timeMillis, final long sessions, final List<Service> services) {
    return new Composition("own", timeMillis, sessions, List.of(), services, List.of(), 0);
  }
}
