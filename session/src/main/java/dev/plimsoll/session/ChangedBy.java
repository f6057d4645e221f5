package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The words at the end of an event that a process caused: its netlink port, and its name if
 * somebody knows it.
 *
 * @param programs the name of the program behind a netlink port, or null; names may hold anything
 */
record ChangedBy(IntFunction<@Nullable String> programs) {
  /** Tells the port only. */
  static final ChangedBy PORT = new ChangedBy(portId -> null);

  private static final byte[] USERSPACE = ascii(" [USERSPACE] portid=");
  private static final byte[] PROGRAM = ascii(" progname=");

  void put(final SessionEvent event, final LineBuffer line) {
    if (event.portId() == 0) {
      return;
    }
    line.put(USERSPACE).put(event.portId() & 0xffff_ffffL);
    final String program = programs.apply(event.portId());
    if (program != null) {
      line.put(PROGRAM).put(program);
    }
  }
}
