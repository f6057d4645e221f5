package dev.plimsoll.session;

/** Address families by their Linux numbers (include/linux/socket.h). */
public final class Family {
  public static final int IPV4 = 2;
  public static final int IPV6 = 10;

  private Family() {}
}
