package dev.plimsoll.kernel;

import java.io.IOException;

/** This kernel has no connection tracking, or has not loaded it. */
public final class ConntrackAbsentException extends IOException {
  private static final long serialVersionUID = 1L;

  ConntrackAbsentException(final Throwable cause) {
    super(
        "this kernel tracks no connections: nf_conntrack is not loaded or not built in."
            + " 'modprobe nf_conntrack' loads it; in a container, ask for it on the host",
        cause);
  }
}
