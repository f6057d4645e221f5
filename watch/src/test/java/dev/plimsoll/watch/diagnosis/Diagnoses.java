package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.watch.Timeouts;
import dev.plimsoll.watch.diagnosis.ThisHost.Packages;
import dev.plimsoll.watch.diagnosis.ThisHost.ProcessPlace;
import dev.plimsoll.watch.diagnosis.ThisHost.ScheduleLine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Diagnoses as they come, for the tests of what is made of them. */
public final class Diagnoses {
  /** A name that tries everything: shell, terminal, HTML, JSON, lines, direction. */
  public static final String HOSTILE =
      "\u001b]0;x\u0007$(:>CANARY)`:>CANARY`';:>CANARY;'\"\n:>CANARY\n&<script>alert(1)</script>\u202e\\";

  /** Above the highest number that a process can have. */
  public static final long PID = 4_999_999;

  private Diagnoses() {}

  /** A finding of a card. */
  public static Finding finding(
      final Card card, final String subject, final String filter, final List<String> remotes) {
    return new Finding(
        card,
        card.causeClass(),
        0.95,
        1_763_990_000_000L,
        subject,
        List.of(
            new Fact("distinct_remotes", 7_412, "7,412 remotes in 5 minutes"),
            new Fact("failed_percent", 98, "98 % of them never answered")),
        filter,
        12_000,
        remotes,
        List.of(
            new Twin("monitoring", "nobody monitors 7,412 hosts on port 22"),
            new Twin("mail with dead MX", "")));
  }

  /** A process with everything against it. */
  public static Suspect suspect(
      final String name, final @Nullable String unit, final @Nullable String container) {
    return new Suspect(
        PID,
        name,
        "/tmp/" + name + " (deleted)",
        List.of("./" + name, "-t", "200"),
        "www-data",
        1_763_980_000_000L,
        unit,
        container,
        11_930,
        0.97,
        List.of(HostSign.DELETED_EXECUTABLE, HostSign.TEMPORARY_DIRECTORY, HostSign.RANDOM_NAME));
  }

  /** A verdict with these findings and suspects. */
  public static Diagnosis diagnosis(
      final CauseClass causeClass, final List<Finding> findings, final Suspect... suspects) {
    return new Diagnosis(
        "own",
        1_763_990_300_000L,
        1_763_979_500_000L,
        14_210,
        causeClass,
        0.97,
        List.of(
            "7,412 remotes on tcp port 22 in 5 minutes, 98 % of which never answered",
            "the program file of process 4999999 was deleted while it runs"),
        List.of(new Considered(CauseClass.BUSY, "a crawler is answered")),
        findings,
        new Attribution(List.of(suspects), 12_000, 11_930, List.of()),
        0,
        List.of("byte counters are off: sysctl -w net.netfilter.nf_conntrack_acct=1"));
  }

  /** A host that scans port 22. */
  public static Diagnosis scanning(final String name) {
    return diagnosis(
        CauseClass.COMPROMISED,
        List.of(
            finding(
                Card.SCAN_HORIZONTAL_OUT,
                "tcp port 22",
                "direction:out proto:tcp rport:22 is:unreplied",
                List.of("203.0.113.9", "2001:db8::9")),
            finding(
                Card.C2_PORT,
                "198.51.100.7",
                "remote:198.51.100.7 rport:6667",
                List.of("198.51.100.7"))),
        suspect(name, "apache2.service", "docker 3f2a9c0d11ee… (web)"));
  }

  /** A host of which all is known. */
  public static ThisHost host(final String name) {
    return new ThisHost(
        Map.of(
            PID,
            new ProcessPlace(
                123_456,
                4_999_990,
                "/system.slice/apache2.service",
                List.of(
                    new ScheduleLine(
                        "/etc/cron.d/" + name.replace('/', '_'),
                        5,
                        "* * * * * root /tmp/" + name)))),
        Timeouts.DEFAULTS,
        262_144,
        10_000,
        Set.of("192.0.2.50"),
        Packages.DEBIAN);
  }
}
