package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;

/**
 * A view of one socket that sock_diag(7) tells of (struct inet_diag_msg), filled anew for each.
 * Both ends of an IPv6 socket that speaks IPv4 are told as IPv4. Not thread safe.
 */
final class FoundSocket {
  private static final int MESSAGE_BYTES = 72;
  private static final int INET_DIAG_SKV6ONLY = 11;
  private static final int LISTEN = 10;
  private static final long MAPPED = 0xffffL;

  private final int protocol;
  private int family;
  private int state;
  private int localPort;
  private int remotePort;
  private long localHigh;
  private long localLow;
  private long remoteHigh;
  private long remoteLow;
  private long user;
  private long inode;
  private boolean takesIpv4;

  FoundSocket(final int protocol) {
    this.protocol = protocol;
  }

  /** Takes a message's content; false if it is too short to be one. */
  boolean read(final byte[] b, final int at, final int end) {
    if (end - at < MESSAGE_BYTES) {
      return false;
    }
    family = b[at];
    state = b[at + 1];
    localPort = NetlinkBytes.netShort(b, at + 4);
    remotePort = NetlinkBytes.netShort(b, at + 6);
    if (family == Family.IPV4) {
      localHigh = 0;
      localLow = NetlinkBytes.netInt(b, at + 8) & 0xffff_ffffL;
      remoteHigh = 0;
      remoteLow = NetlinkBytes.netInt(b, at + 24) & 0xffff_ffffL;
    } else {
      localHigh = NetlinkBytes.netLong(b, at + 8);
      localLow = NetlinkBytes.netLong(b, at + 16);
      remoteHigh = NetlinkBytes.netLong(b, at + 24);
      remoteLow = NetlinkBytes.netLong(b, at + 32);
      unmap();
    }
    user = NetlinkBytes.hostInt(b, at + 64) & 0xffff_ffffL;
    inode = NetlinkBytes.hostInt(b, at + 68) & 0xffff_ffffL;
    readAttributes(b, at + MESSAGE_BYTES, end);
    return true;
  }

  private void unmap() {
    if (localHigh == 0 && localLow >>> 32 == MAPPED) {
      family = Family.IPV4;
      localLow &= 0xffff_ffffL;
      remoteHigh = 0;
      remoteLow &= 0xffff_ffffL;
    }
  }

  private void readAttributes(final byte[] b, final int from, final int end) {
    takesIpv4 = family == Family.IPV4 || isAnyAddress();
    int at = from;
    while (end - at >= 4) {
      final int length = NetlinkBytes.hostShort(b, at);
      if (length < 4 || length > end - at) {
        return;
      }
      if (NetlinkBytes.hostShort(b, at + 2) == INET_DIAG_SKV6ONLY && length > 4) {
        takesIpv4 &= b[at + 4] == 0;
      }
      at += NetlinkBytes.align(length);
    }
  }

  int protocol() {
    return protocol;
  }

  int family() {
    return family;
  }

  int localPort() {
    return localPort;
  }

  int remotePort() {
    return remotePort;
  }

  long localHigh() {
    return localHigh;
  }

  long localLow() {
    return localLow;
  }

  long remoteHigh() {
    return remoteHigh;
  }

  long remoteLow() {
    return remoteLow;
  }

  /** Whether it is bound to no address in particular. */
  boolean isAnyAddress() {
    return localHigh == 0 && localLow == 0;
  }

  /** Whether IPv4 may come to it: also to an IPv6 socket without an address, unless it refuses. */
  boolean takesIpv4() {
    return takesIpv4;
  }

  boolean isListening() {
    return protocol == Protocol.TCP && state == LISTEN;
  }

  boolean isConnected() {
    return remotePort != 0;
  }

  /** The user that opened it. */
  long user() {
    return user;
  }

  /** What names it among the files of a process; 0 once no process has it any more. */
  long inode() {
    return inode;
  }
}
