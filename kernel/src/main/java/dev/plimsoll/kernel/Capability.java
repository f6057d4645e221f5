package dev.plimsoll.kernel;

/** The rights that Plimsoll has a use for (capabilities(7)), and what each is needed for. */
public enum Capability {
  NET_ADMIN(12, "read the kernel's table of sessions and hear its events"),
  SYS_ADMIN(21, "look into other network namespaces"),
  SYS_PTRACE(19, "find the namespaces and the names of other users' processes"),
  NET_BROADCAST(11, "hear the events of all namespaces on one socket"),
  NET_RAW(13, "capture packets");

  private final int bit;
  private final String purpose;

  Capability(final int bit, final String purpose) {
    this.bit = bit;
    this.purpose = purpose;
  }

  /** The name that manuals and systemd units use, such as {@code CAP_NET_ADMIN}. */
  public String displayName() {
    return "CAP_" + name();
  }

  /** What Plimsoll does with it: the rest of a sentence that begins with "needed to". */
  public String purpose() {
    return purpose;
  }

  /** Its place in the sets of {@code /proc/PID/status} (include/uapi/linux/capability.h). */
  int bit() {
    return bit;
  }
}
