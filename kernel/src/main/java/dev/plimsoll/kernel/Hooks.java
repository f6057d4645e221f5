package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import java.io.IOException;

/** Whether connection tracking sees the packets of a namespace. */
public enum Hooks {
  /** Some rule needs tracking, so the kernel has hooked it in. */
  HOOKED,
  /** No rule needs it, so nothing is tracked here. */
  NOT_HOOKED,
  /** This kernel does not tell (CONFIG_NETFILTER_NETLINK_HOOK), or not us. */
  UNKNOWN;

  // include/uapi/linux/netfilter/nfnetlink_hook.h
  private static final int GET_HOOKS = 12 << 8;
  private static final int HOOK_NUMBER = 1;
  private static final int PRIORITY = 2;
  private static final int FUNCTION_NAME = 4;
  private static final int PRE_ROUTING = 0;
  private static final int LOCAL_OUT = 3;
  // NF_IP_PRI_CONNTRACK. Defragmentation for it sits at -400 and is named after it, but tracks
  // nothing. The function's name is told where kallsyms gives it.
  private static final int CONNTRACK_PRIORITY = -200;

  /**
   * Asks for the functions hooked at the places where tracking begins.
   *
   * @throws IOException if the namespace cannot be entered
   */
  public static Hooks read(final NetworkNamespace namespace) throws IOException {
    return namespace.call(() -> {
      try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
        for (final int family : new int[] {Family.IPV4, Family.IPV6}) {
          if (isHooked(socket, family, PRE_ROUTING) || isHooked(socket, family, LOCAL_OUT)) {
            return HOOKED;
          }
        }
        return NOT_HOOKED;
      } catch (final KernelException e) {
        return UNKNOWN;
      }
    });
  }

  private static boolean isHooked(final NetlinkSocket socket, final int family, final int hook)
      throws KernelException {
    final int sequence = socket.nextSequence();
    socket.send(
        new NetlinkRequest()
            .begin(GET_HOOKS, NetlinkRequest.FLAG_DUMP, sequence)
            .netfilterHeader(family)
            .putNetInt(HOOK_NUMBER, hook)
            .end());
    final boolean[] found = {false};
    new NetlinkAnswer(socket)
        .readDump(
            "list the functions hooked into netfilter",
            sequence,
            m -> {
              if (m.type() == GET_HOOKS) {
                found[0] |= isConntrack(new NetlinkAttributes(m, 4));
              }
            });
    return found[0];
  }

  private static boolean isConntrack(final NetlinkAttributes attributes) {
    int priority = 0;
    String name = "";
    while (attributes.next()) {
      switch (attributes.type()) {
        case PRIORITY -> priority = NetlinkBytes.netInt(attributes.bytes(), attributes.payload());
        case FUNCTION_NAME -> name = attributes.text();
        default -> {}
      }
    }
    return isConntrack(priority, name);
  }

  static boolean isConntrack(final int priority, final String name) {
    return priority == CONNTRACK_PRIORITY && (name.isEmpty() || name.contains("conntrack"));
  }
}
