package dev.plimsoll.kernel;

import dev.plimsoll.kernel.process.ProcessFacts;
import dev.plimsoll.session.Direction;
import dev.plimsoll.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects what one look could not see, and says it in sentences. Not thread safe. */
final class OwnerGaps {
  private static final Path MOUNTS = Path.of("/proc/thread-self/mountinfo");
  private static final int MOST_FAILURES = 5;
  private static final int MOST_USERS = 5;

  private final List<String> failures = new ArrayList<>();
  private final Set<String> untold = new TreeSet<>();
  private int furtherFailures;
  private long moreNamespaces;
  private boolean manyBound;
  private long closedFiles;
  private long unreadFiles;
  private long hiddenPrograms;
  private long unseenHolders;
  private final Set<Long> unseenUsers = new TreeSet<>();
  private long closedNamespaces;
  private long endedHolders;
  private long otherKinds;
  private long forwarded;
  private long gone;
  private long likely;
  private long remembered;
  private long unnamedProcesses;
  private long unnamedSessions;

  /** The sockets of a namespace could not be listed. */
  void unsearched(final String namespace, final IOException reason) {
    if (failures.size() < MOST_FAILURES) {
      failures.add(
          "The sockets of network namespace %s are unknown: %s."
              .formatted(namespace, reason.getMessage()));
    } else {
      furtherFailures++;
    }
  }

  /** The processes could not be listed. */
  void noProcesses(final IOException reason) {
    failures.add("No process can be seen: %s.".formatted(reason.getMessage()));
  }

  /** The kernel does not tell the sockets of these protocols. */
  void untold(final Set<String> protocols) {
    untold.addAll(protocols);
  }

  /** There were more listening and unconnected sockets than are kept. */
  void manyBound() {
    manyBound = true;
  }

  /** So many namespaces were not looked into, for lack of time. */
  void moreNamespaces(final long count) {
    moreNamespaces = count;
  }

  /** So many processes did not show their files, and for so many the time did not suffice. */
  void files(final long forbidden, final long unread) {
    closedFiles = forbidden;
    unreadFiles = unread;
  }

  /** A process was read, perhaps not all of it. */
  void read(final ProcessFacts facts) {
    hiddenPrograms += facts.hidden() ? 1 : 0;
  }

  /** A session's socket, which this user opened, is open in no process that shows its files. */
  void unseenHolder(final long user) {
    unseenHolders++;
    if (unseenUsers.size() < MOST_USERS) {
      unseenUsers.add(user);
    }
  }

  /** A process does not show its network namespace. */
  void closedNamespace() {
    closedNamespaces++;
  }

  /** The process of so many sessions ended while it was looked at. */
  void endedHolder(final long sessions) {
    endedHolders += sessions;
  }

  /** A session is of a protocol whose sockets are not looked for. */
  void otherKind() {
    otherKinds++;
  }

  /** A session has no socket, and nobody is remembered who had one like it. */
  void noSocket(final Session session) {
    if (session.direction() == Direction.FORWARDED) {
      forwarded++;
    } else {
      gone++;
    }
  }

  /** So many sessions have an owner that is likely only. */
  void likely(final long sessions) {
    likely = sessions;
  }

  /** A process that is named has ended since it was seen. */
  void remembered() {
    remembered++;
  }

  /** So many processes, which own so many sessions, are not named. */
  void unnamed(final long processes, final long sessions) {
    unnamedProcesses += processes;
    unnamedSessions += sessions;
  }

  /** One for each kind of gap; empty if there was none. */
  List<String> sentences() {
    final List<String> sentences = new ArrayList<>(failures);
    add(sentences, furtherFailures, "network namespace", "The sockets of %s more are unknown.");
    if (!untold.isEmpty()) {
      sentences.add(
          "This kernel does not tell the sockets of %s (CONFIG_INET_DIAG)."
              .formatted(String.join(", ", untold)));
    }
    if (manyBound) {
      sentences.add(
          "There are more than %,d listening and unconnected sockets; the others were left out."
              .formatted(BoundSockets.MOST));
    }
    add(
        sentences,
        moreNamespaces,
        "network namespace",
        "The time did not suffice for %s, so containers may be missing.");
    addProcesses(sentences);
    add(sentences, endedHolders, "session", "The process ended while it was looked at: %s.");
    add(sentences, remembered, "process", "Named from memory, as it has ended: %s.");
    add(
        sentences,
        likely,
        "session",
        "The owner is likely, not certain: %s. The socket has gone; the process listens there, or"
            + " connected to the same remote or port within five minutes.");
    add(
        sentences,
        gone,
        "session",
        "The socket has gone, and no process was seen with one like it: %s.");
    add(
        sentences,
        forwarded,
        "session",
        closedNamespaces == 0
            ? "Forwarded for somebody who is no process here, a virtual machine or another host: %s."
            : "Forwarded for somebody who was not found: %s.");
    add(
        sentences,
        otherKinds,
        "session",
        "The protocol has no sockets that can be found, such as ICMP, GRE and SCTP: %s.");
    if (unnamedProcesses > 0) {
      sentences.add(
          "Further processes are not named: %s with %s."
              .formatted(count(unnamedProcesses, "process"), count(unnamedSessions, "session")));
    }
    return sentences;
  }

  private void addProcesses(final List<String> sentences) {
    final boolean mayTrace = mayTrace();
    final String why =
        mayTrace
            ? "they are kept even from root"
            : "that takes CAP_SYS_PTRACE, which root has and Plimsoll lacks here";
    add(
        sentences,
        hiddenPrograms,
        "process",
        "The program and the environment may not be seen: %s; " + why + ".");
    add(
        sentences,
        closedNamespaces,
        "process",
        "The network namespace may not be seen, so containers may be missing: %s; " + why + ".");
    if (unseenHolders == 0) {
      return;
    }
    add(
        sentences,
        unseenHolders,
        "session",
        "The socket is open in no process that shows its files: %s, opened by user "
            + unseenUsers.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + (unseenUsers.size() == MOST_USERS ? " …" : "")
            + ". It may be the kernel's or another container's, or was closed just now.");
    add(sentences, closedFiles, "process", "The open files may not be seen: %s; " + why + ".");
    add(sentences, unreadFiles, "process", "The time did not suffice for the open files of %s.");
    if (!mayTrace && hidesProcesses(mounts())) {
      sentences.add(
          "/proc is mounted with hidepid, so processes of other users are not seen without"
              + " CAP_SYS_PTRACE.");
    }
  }

  private static void add(
      final List<String> sentences, final long count, final String of, final String sentence) {
    if (count > 0) {
      sentences.add(sentence.formatted(count(count, of)));
    }
  }

  private static String count(final long number, final String of) {
    final String ending = of.endsWith("s") ? "es" : "s";
    return "%,d %s%s".formatted(number, of, number == 1 ? "" : ending);
  }

  private static boolean mayTrace() {
    final Rights rights = Rights.read();
    return rights != null && rights.has(Capability.SYS_PTRACE);
  }

  /** Whether /proc hides processes of other users, by the lines of proc_pid_mountinfo(5). */
  static boolean hidesProcesses(final List<String> mounts) {
    for (final String line : mounts) {
      final String[] fields = line.split(" ", -1);
      if (fields.length > 5 && fields[4].equals("/proc")) {
        for (final String option : fields[fields.length - 1].split(",", -1)) {
          if (option.startsWith("hidepid=") && !option.matches("hidepid=(0|off)")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static List<String> mounts() {
    try {
      return Files.readAllLines(MOUNTS);
    } catch (final IOException e) {
      return List.of();
    }
  }
}
