package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.watch.diagnosis.ThisHost.Packages;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to do on a host that somebody else uses. The order matters: evidence, contain, see who, stop
 * it, then clean, and tell.
 */
final class CompromisedSteps {
  static final String EVIDENCE = "/root/plimsoll-evidence";

  private static final int MOST_SUSPECTS = 5;

  private final List<Finding> findings;
  private final Diagnosis diagnosis;
  private final ThisHost host;
  private final StepList steps;
  private final List<SuspectSteps> suspects = new ArrayList<>();

  CompromisedSteps(
      final List<Finding> findings,
      final Diagnosis diagnosis,
      final ThisHost host,
      final StepList steps) {
    this.findings = findings;
    this.diagnosis = diagnosis;
    this.host = host;
    this.steps = steps;
    suspects(diagnosis).forEach(suspect -> suspects.add(new SuspectSteps(suspect, host, steps)));
  }

  // Those with evidence against them, else who owns most.
  private static List<Suspect> suspects(final Diagnosis diagnosis) {
    final List<Suspect> all = diagnosis.attribution().suspects();
    final List<Suspect> marked = all.stream().filter(one -> !one.signs().isEmpty()).toList();
    return marked.isEmpty()
        ? all.stream().limit(1).toList()
        : marked.stream().limit(MOST_SUSPECTS).toList();
  }

  /** Only what helps to find out: for signs that do not make a verdict. */
  static void look(
      final List<Finding> findings,
      final Diagnosis diagnosis,
      final ThisHost host,
      final StepList steps) {
    final CompromisedSteps all = new CompromisedSteps(findings, diagnosis, host, steps);
    for (final Finding finding : findings) {
      steps.add(
          "look-at-" + finding.card().id(),
          "Make sure that this is meant: " + finding.card().title(),
          FindingText.reason(finding)
              + " That alone does not make this host compromised; if nobody here does this on purpose, it is.",
          List.of("plimsoll list " + ShellWord.of(finding.filter())),
          "Nothing: it only looks.",
          "");
    }
    all.suspects.forEach(SuspectSteps::look);
  }

  void add() {
    addEvidence();
    new ContainmentSteps(findings, host, steps).add();
    suspects.forEach(SuspectSteps::look);
    if (suspects.isEmpty()) {
      addFindProcess();
    }
    suspects.forEach(SuspectSteps::stop);
    suspects.forEach(SuspectSteps::stopWhatStartsIt);
    ContainmentSteps.addDeletion(findings, steps);
    addKeys();
    addPersistence();
    addDoor();
    addMail();
    addScan();
    addPackages();
    addRebuild();
    addTicket();
  }

  private void addEvidence() {
    final List<String> commands = new ArrayList<>();
    commands.add("mkdir -p -m 700 " + EVIDENCE);
    commands.add("plimsoll diagnose --html %s/report.html".formatted(EVIDENCE));
    commands.add("plimsoll list --json >%s/sessions.json".formatted(EVIDENCE));
    suspects.forEach(suspect -> commands.addAll(suspect.evidence(EVIDENCE)));
    commands.add("ps auxwwf >%s/ps; ss -tupan >%s/ss".formatted(EVIDENCE, EVIDENCE));
    steps.add(
        "keep-evidence",
        "Keep the evidence; do not reboot",
        "A reboot wipes out what shows how they came in: processes, their deleted program files, their"
            + " connections. The provider's ticket needs it.",
        commands,
        "Files in %s, nothing else.".formatted(EVIDENCE),
        "rm -r " + EVIDENCE);
  }

  private void addFindProcess() {
    steps.add(
        "find-process",
        "Find the process behind it",
        diagnosis.attribution().gaps().isEmpty()
            ? "No process owns these sessions any more; it may come and go."
            : "The process is not known: "
                + HarmlessText.of(String.join("; ", diagnosis.attribution().gaps()), 300),
        List.of(
            "ss -tupn",
            "ps -eo pid,ppid,user,lstart,args --sort=-start_time | head -40",
            "ls -l /proc/*/exe 2>/dev/null | grep -E 'deleted|/tmp/|/dev/shm/'"),
        "Nothing: it only looks.",
        "");
  }

  private void addKeys() {
    steps.add(
        "change-passwords",
        "Change the passwords, and let nobody in by password",
        "Whoever was in may know them: root's, the panel's, the databases'.",
        List.of(
            "passwd root",
            "awk -F: '$3 == 0' /etc/passwd",
            "find / -xdev -name 'authorized_keys*' -exec ls -l {} + -exec cat {} +",
            "sshd -T | grep -iE 'passwordauthentication|permitrootlogin'",
            "last -Faiw | head -40; lastb -Faiw 2>/dev/null | head -40"),
        "passwd asks for a new password. The rest only looks: remove keys and users that are not yours,"
            + " then set PasswordAuthentication no and PermitRootLogin prohibit-password in"
            + " /etc/ssh/sshd_config. Keep this session open until a new log-in works.",
        "");
  }

  private void addPersistence() {
    steps.add(
        "remove-persistence",
        "Remove what makes it come back",
        "What was started once is started again by cron, a unit, a start-up file or a preloaded"
            + " library.",
        List.of(
            "ls -la --time-style=full-iso /etc/cron* /var/spool/cron /var/spool/cron/crontabs",
            "systemctl list-unit-files --state=enabled; systemctl list-timers --all",
            "find /etc/systemd /usr/lib/systemd /lib/systemd -name '*.service' -newermt '30 days ago'",
            "cat /etc/rc.local /etc/ld.so.preload",
            "ls -la --time-style=full-iso /etc/profile.d /root/.bashrc /root/.profile /home/*/.bashrc",
            "find / -xdev -perm -4000 -type f -newermt '30 days ago' -ls",
            "ls -la /tmp /var/tmp /dev/shm"),
        "Nothing: it only looks. Move what you remove to %s.".formatted(EVIDENCE),
        "");
  }

  private void addDoor() {
    steps.add(
        "close-the-door",
        "Close the door it came through",
        "Without this it comes back: an old CMS or plug-in, a panel, an open Redis or Docker API, a weak"
            + " password.",
        List.of(
            "ss -tulpn",
            "grep -rlE 'eval\\(base64_decode|gzinflate\\(|shell_exec\\(' /var/www --include='*.php'",
            host.packages() == Packages.RPM ? "dnf upgrade" : "apt-get update && apt-get upgrade"),
        "The last command installs updates. Services that need not be reached from outside belong on"
            + " 127.0.0.1 or behind a firewall.",
        "");
  }

  private void addMail() {
    final boolean mail = findings.stream().anyMatch(one -> one.card() == Card.SPAM_OUT);
    steps.add(
        "check-mail",
        mail
            ? "Stop and empty the mail queue, and look at the block lists"
            : "Look at the mail queue",
        mail
            ? "Mail was sent from here: what still waits goes out as soon as it may, and the address may be"
                + " on block lists."
            : "A host that was broken into is often used for mail as well.",
        mail
            ? List.of("mailq | tail", "postsuper -h ALL", "postsuper -d ALL")
            : List.of("mailq | tail"),
        mail
            ? "-h holds everything that waits; -d deletes it for good. Delete only what you have looked at."
            : "Nothing: it only looks.",
        mail ? "postsuper -H ALL" : "");
  }

  private void addScan() {
    final boolean rpm = host.packages() == Packages.RPM;
    steps.add(
        "scan",
        "Scan for known malware",
        "Scanners find what is known. What they do not find may be there all the same.",
        List.of(
            rpm
                ? "dnf install rkhunter chkrootkit clamav lynis"
                : "apt-get install rkhunter chkrootkit clamav lynis",
            "rkhunter --check --sk; chkrootkit; clamscan -ri /var/www /tmp /home /root; lynis audit system"),
        "Installs four programs; the scan itself changes nothing.",
        rpm
            ? "dnf remove rkhunter chkrootkit clamav lynis"
            : "apt-get remove rkhunter chkrootkit clamav lynis");
  }

  private void addPackages() {
    final Set<Packages> both = EnumSet.of(Packages.DEBIAN, Packages.RPM);
    steps.add(
        "verify-packages",
        "Hold the installed programs against their packages",
        "Programs such as ps, ss or sshd may have been replaced.",
        switch (host.packages()) {
          case DEBIAN -> List.of("dpkg --verify", "apt-get install debsums && debsums -c");
          case RPM -> List.of("rpm -Va");
          case OTHER ->
              both.stream()
                  .map(
                      one -> one == Packages.DEBIAN ? "debsums -c  # Debian" : "rpm -Va  # Red Hat")
                  .toList();
        },
        "Nothing: it only compares.",
        "");
  }

  private void addRebuild() {
    steps.add(
        "rebuild",
        "If root was lost, rebuild",
        "Who was root can hide from every program on this host. If a suspect runs as root, or sshd or a"
            + " system program was changed, cleaning is not enough.",
        List.of(),
        "A new installation from a clean image. Bring back data only, no programs, from a backup of"
            + " before it began.",
        "");
  }

  private void addTicket() {
    steps.add(
        "watch-a-day",
        "Watch for 24 hours",
        "If it comes back, the door is still open.",
        List.of("plimsoll watch", "plimsoll diagnose"),
        "Nothing: it only looks.",
        "");
    steps.add(
        "answer-ticket",
        "Answer the provider's ticket",
        "A server is let back on evidence that the cause is gone: say what it was, what you mended, what"
            + " keeps it from happening again.",
        List.of("plimsoll diagnose --html report.html"),
        "Attach report.html: it holds this verdict, the samples, the steps and what was done.",
        "");
  }
}
