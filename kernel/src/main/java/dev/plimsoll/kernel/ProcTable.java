package dev.plimsoll.kernel;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.ProcLine;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The kernel's connection tracking table of one network namespace, read from {@code
 * /proc/net/nf_conntrack}: for machines where ctnetlink is refused. The file is root's; it needs no
 * CAP_NET_ADMIN.
 *
 * <p>It says less than ctnetlink does ({@link ProcLine} tells what), and is slower. Like a dump it
 * is no snapshot. Lines that cannot be read are skipped and counted. Makes no object per line. Not
 * thread safe.
 */
public final class ProcTable {
  // The kernel hands out a page at most at a time; a line has some 300 bytes.
  private static final int BUFFER_BYTES = 64 * 1024;

  private final NetworkNamespace namespace;
  private final HostAddresses host;
  private final Path file;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ProcLine line = new ProcLine();
  private final Session session = new Session();
  private long unreadableLines;
  private String firstProblem = "";

  private ProcTable(final NetworkNamespace namespace, final HostAddresses host, final Path file) {
    this.namespace = namespace;
    this.host = host;
    this.file = file;
    session.namespace(namespace.name());
    session.host(host);
  }

  /**
   * The table of a namespace. The namespace's addresses are read once; where netlink is refused
   * altogether they are unknown, and so are the directions of sessions.
   *
   * @throws IOException if the namespace is gone or may not be entered
   */
  public static ProcTable open(final NetworkNamespace namespace) throws IOException {
    HostAddresses host;
    try {
      host = Rtnetlink.addresses(namespace);
    } catch (final KernelException e) {
      // Entering the namespace is tried again below, so only netlink's refusal passes in silence.
      namespace.call(() -> true);
      host = HostAddresses.UNKNOWN;
    }
    return at(namespace, host, ProcFiles.CONNTRACK);
  }

  /** The table in some file. */
  static ProcTable at(final NetworkNamespace namespace, final HostAddresses host, final Path file) {
    return new ProcTable(namespace, host, file);
  }

  public NetworkNamespace namespace() {
    return namespace;
  }

  /** The namespace's addresses when the table was opened. */
  public HostAddresses host() {
    return host;
  }

  /** Lines skipped because they could not be read, so far. */
  public long unreadableLines() {
    return unreadableLines;
  }

  /** Where and why the first of them could not be read, for the doctor; empty if there is none. */
  public String firstProblem() {
    return firstProblem;
  }

  /** Words skipped because this version of Plimsoll does not know them, so far. */
  public long unknownWords() {
    return line.unknownWords();
  }

  /**
   * Hands out the live sessions that match.
   *
   * @throws KernelException if the file is not there or not ours to read; what the visitor throws
   *     ends the reading too
   */
  public void dump(final SessionFilter filter, final SessionVisitor visitor) throws IOException {
    // An open file stays in the namespace where it was opened.
    try (InputStream in = namespace.call(this::open)) {
      int kept = 0;
      boolean skipping = false;
      while (true) {
        final int count = in.read(buffer, kept, buffer.length - kept);
        if (count < 0) {
          break;
        }
        final int end = kept + count;
        session.observedNanos(System.currentTimeMillis() * 1_000_000);
        final int rest = readLines(end, skipping, filter, visitor);
        skipping &= rest == 0;
        kept = end - rest;
        if (kept == buffer.length) {
          // Longer than any line of the kernel: given up, up to its end.
          if (!skipping) {
            unreadable("the line is longer than " + BUFFER_BYTES + " bytes");
          }
          skipping = true;
          kept = 0;
        } else {
          System.arraycopy(buffer, rest, buffer, 0, kept);
        }
      }
      if (kept > 0 && !skipping) {
        readLine(0, kept, filter, visitor);
      }
    }
  }

  private InputStream open() throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (final NoSuchFileException e) {
      throw failure(
          "read /proc/net/nf_conntrack: this kernel has no connection tracking, or it was built"
              + " without CONFIG_NF_CONNTRACK_PROCFS",
          Errno.ENOENT,
          e);
    } catch (final AccessDeniedException e) {
      throw failure(
          "read /proc/net/nf_conntrack: it is root's alone; run Plimsoll as root or by sudo",
          Errno.EACCES,
          e);
    }
  }

  private static KernelException failure(
      final String wanted, final int errno, final IOException cause) {
    final KernelException failure = new KernelException(wanted, errno);
    failure.initCause(cause);
    return failure;
  }

  /**
   * Reads the whole lines of the buffer.
   *
   * @param skipping whether the first line is the end of one that was given up
   * @return where the unfinished last line begins
   */
  private int readLines(
      final int end,
      final boolean skipping,
      final SessionFilter filter,
      final SessionVisitor visitor) {
    boolean skip = skipping;
    int from = 0;
    for (int at = 0; at < end; at++) {
      if (buffer[at] == '\n') {
        if (!skip) {
          readLine(from, at, filter, visitor);
        }
        skip = false;
        from = at + 1;
      }
    }
    return from;
  }

  private void readLine(
      final int from, final int to, final SessionFilter filter, final SessionVisitor visitor) {
    if (!line.parse(buffer, from, to, session)) {
      unreadable(line.problem());
    } else if (filter.matches(session)) {
      visitor.visit(session);
    }
  }

  private void unreadable(final String problem) {
    if (unreadableLines++ == 0) {
      firstProblem = problem;
    }
  }
}
