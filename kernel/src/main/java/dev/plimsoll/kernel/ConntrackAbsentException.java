package dev.plimsoll.kernel;

import java.io.IOException;

/** This kernel has no connection tracking, has not loaded it, or shows nothing of it here. */
public final class ConntrackAbsentException extends IOException {
  private static final long serialVersionUID = 1L;

  ConntrackAbsentException(final ConntrackModule module, final Throwable cause) {
    super(message(module), cause);
  }

  private static String message(final ConntrackModule module) {
    return switch (module) {
      case LOADABLE ->
          "this kernel has not loaded connection tracking: 'modprobe nf_conntrack' loads it";
      case ABSENT ->
          "this kernel was built without connection tracking (CONFIG_NF_CONNTRACK),"
              + " so there are no sessions to show";
      case BUILT_IN, LOADED ->
          "this kernel tracks connections, but neither netlink nor /proc shows them here:"
              + " 'modprobe nf_conntrack_netlink' may help; in a container, ask for it on the host";
      case UNKNOWN ->
          "there is no sign of connection tracking here, and the kernel's modules cannot be seen:"
              + " 'modprobe nf_conntrack' loads it; in a container, ask for it on the host";
    };
  }
}
