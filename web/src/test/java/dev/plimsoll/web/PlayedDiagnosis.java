package dev.plimsoll.web;

import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.diagnosis.Action;
import dev.plimsoll.watch.diagnosis.Attribution;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Considered;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Fact;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.HostSign;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.diagnosis.Suspect;
import dev.plimsoll.watch.diagnosis.Twin;
import java.util.List;
import java.util.stream.IntStream;

/** Diagnoses as a watch would have them: of a host that was taken over, and of one that is well. */
final class PlayedDiagnosis {
  /** A name that a process may give itself: it would colour a terminal and begin a new line. */
  static final String HOSTILE = "\u001b[32m[kworker/0:1]\u001b[0m\n<img src=x onerror=alert(1)>";

  private static final long MINUTE = 60_000;

  private PlayedDiagnosis() {}

  /** The first namespace was taken over, any other is well. */
  static Diagnosis of(final String namespace, final long now, final long sessions) {
    return namespace.equals(GroupKey.OWN_NAMESPACE)
        ? compromised(now, sessions)
        : well(namespace, now, sessions);
  }

  static List<Step> steps(final String namespace) {
    return namespace.equals(GroupKey.OWN_NAMESPACE) ? STEPS : List.of();
  }

  private static Diagnosis well(final String namespace, final long now, final long sessions) {
    return new Diagnosis(
        namespace,
        now,
        now - 3_600_000,
        sessions,
        CauseClass.UNKNOWN,
        0.9,
        List.of(),
        List.of(),
        List.of(),
        Attribution.NONE,
        0,
        List.of(
            "Bytes are not counted, so a service that amplifies attacks is not seen:"
                + " sysctl -w net.netfilter.nf_conntrack_acct=1 shows it."));
  }

  private static Diagnosis compromised(final long now, final long sessions) {
    return new Diagnosis(
        GroupKey.OWN_NAMESPACE,
        now,
        now - 3_600_000,
        sessions,
        CauseClass.COMPROMISED,
        0.97,
        List.of(
            "7,412 remotes on tcp port 22 in 5 minutes, and 98 % of them did not answer",
            "the program of qvxkzjwp (pid 4711) lies in /tmp, and was deleted while it runs",
            "it holds one connection to 203.0.113.66 port 6667 for 3 hours, with few bytes"),
        List.of(
            new Considered(
                CauseClass.ATTACKED, "only 212 sessions were begun by others, as on other days"),
            new Considered(
                CauseClass.MISCONFIGURED,
                "half of the closed connections wait in TIME_WAIT, which explains 900 sessions at"
                    + " most"),
            new Considered(
                CauseClass.BUSY, "no role is declared, and a crawler's pages would answer")),
        List.of(scan(now), channel(now), pileup(now)),
        attribution(now),
        212,
        List.of(
            "Bytes are not counted, so a miner is not seen: sysctl -w"
                + " net.netfilter.nf_conntrack_acct=1 shows it from then on.",
            "Packets that a firewall drops on their way in make no session."));
  }

  private static Finding scan(final long now) {
    return new Finding(
        Card.SCAN_HORIZONTAL_OUT,
        CauseClass.COMPROMISED,
        0.97,
        now - 11 * MINUTE,
        "tcp port 22",
        List.of(
            new Fact("distinct_remotes", 7_412, "7,412 remotes in 5 minutes"),
            new Fact("failed_share", 0.98, "98 % did not answer or refused"),
            new Fact("new_per_second", 24.7, "25 new sessions a second")),
        "proto:tcp direction:out dport:22",
        1_240,
        IntStream.rangeClosed(1, Finding.MAX_REMOTES).mapToObj(i -> "198.51.100." + i).toList(),
        List.of(
            new Twin("monitoring", "it looks at the same hosts again and again; these are new"),
            new Twin("git or Ansible", "they are answered, and their hosts are few"),
            new Twin("a host key survey", "")));
  }

  private static Finding channel(final long now) {
    return new Finding(
        Card.C2_PORT,
        CauseClass.COMPROMISED,
        0.62,
        now - 190 * MINUTE,
        "203.0.113.66",
        List.of(
            new Fact("age_seconds", 11_400, "one connection, 3 h 10 min old"),
            new Fact("bytes_per_minute", 41, "41 bytes a minute")),
        "remote:203.0.113.66 dport:6667",
        1,
        List.of("203.0.113.66"),
        List.of(new Twin("people on IRC", "nobody is logged in, and the process is not a chat")));
  }

  private static Finding pileup(final long now) {
    return new Finding(
        Card.TIMEWAIT_PILEUP,
        CauseClass.MISCONFIGURED,
        0.55,
        now - 26 * 60 * MINUTE,
        "tcp port 5432",
        List.of(new Fact("time_wait_share", 0.52, "52 % of them wait in TIME_WAIT")),
        "proto:tcp state:TIME_WAIT dport:5432",
        900,
        List.of("2001:db8::5432"),
        List.of());
  }

  private static Attribution attribution(final long now) {
    return new Attribution(
        List.of(
            new Suspect(
                4711,
                "qvxkzjwp",
                "/tmp/.X11-unix/qvxkzjwp (deleted)",
                List.of("./qvxkzjwp", "-t", "1000", "198.51.100.0/16"),
                "www-data",
                now - 192 * MINUTE,
                "php8.2-fpm.service",
                null,
                1_640,
                0.97,
                List.of(
                    HostSign.DELETED_EXECUTABLE,
                    HostSign.TEMPORARY_DIRECTORY,
                    HostSign.RANDOM_NAME,
                    HostSign.WEB_USER_LOGS_IN)),
            new Suspect(
                4802,
                HOSTILE,
                "",
                List.of(HOSTILE, "\u202egpj.sh"),
                "1001",
                0,
                null,
                "docker 3f2a91c04b7e (shop)",
                214,
                0.4,
                List.of(HostSign.RELATIVE_START)),
            new Suspect(
                902,
                "postgres",
                "/usr/lib/postgresql/17/bin/postgres",
                List.of("postgres: shop"),
                "postgres",
                now - 26 * 60 * MINUTE,
                "postgresql@17-main.service",
                null,
                31,
                0.02,
                List.of())),
        2_141,
        1_885,
        List.of(
            "Processes of other users are hidden (/proc is mounted with hidepid=2).",
            "256 sessions have no socket any more."));
  }

  private static final List<Step> STEPS =
      List.of(
          new Step(
              "evidence",
              "Take the evidence before you change anything",
              "The program was deleted while it runs: once it ends, it is gone. Do not reboot.",
              List.of("plimsoll diagnose --html evidence.html", "cp /proc/4711/exe qvxkzjwp.bin"),
              "Two files are written to where you are.",
              "",
              null),
          new Step(
              "block-port-tcp-22",
              "Stop the scan at the door",
              "1,240 sessions are tries to log in at port 22 of others, and 25 more begin each second.",
              List.of("plimsoll diagnose --apply block-port-tcp-22"),
              "This host begins no session to tcp port 22 any more, git and Ansible included. Your"
                  + " own log-in, which others begin, goes on.",
              "plimsoll undo block-port-tcp-22",
              new Action.BlockPort("tcp", 22)),
          new Step(
              "freeze-php8.2-fpm.service",
              "Freeze the service that it came through",
              "qvxkzjwp (pid 4711) runs in php8.2-fpm.service as www-data.",
              List.of("systemctl freeze php8.2-fpm.service"),
              "All its processes stand still: the web site answers no more.",
              "systemctl thaw php8.2-fpm.service",
              new Action.FreezeUnit("/system.slice/php8.2-fpm.service")),
          new Step(
              "passwords",
              "Change the passwords, and read every authorized_keys",
              "Whoever came in may have left a way back.",
              List.of(
                  "find / -xdev -name authorized_keys -exec ls -l {} +", "crontab -l -u www-data"),
              "",
              "",
              null),
          new Step(
              "answer",
              "Answer the provider's ticket",
              "It asks for the cause, the fix, and what prevents it.",
              List.of(),
              "",
              "",
              null));
}
