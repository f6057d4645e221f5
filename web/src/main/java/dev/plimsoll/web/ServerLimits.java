package dev.plimsoll.web;

/**
 * The limits of the JDK's own server, which has none unless it is told. It reads them when its
 * first server is made, from system properties; who sets one on the command line keeps it.
 *
 * <p>There is room for all viewers and 200 others. Each connection costs some kilobytes at most, so
 * that many slow ones do not fill the memory; whoever sends no whole request within 10 seconds, or
 * nothing at all, is cut off and makes room.
 */
final class ServerLimits {
  /** The most bytes of a request's line and header that are read before the connection is cut. */
  static final int HEADER_BYTES = 64 * 1024;

  static final int REQUEST_SECONDS = 10;
  static final int CONNECTIONS = 512;

  /** Connections that the system holds until they are accepted. */
  static final int BACKLOG = 512;

  private ServerLimits() {}

  static void set() {
    set("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    set("sun.net.httpserver.idleInterval", 30);
    set("sun.net.httpserver.clockTick", 1000);
    set("sun.net.httpserver.maxReqHeaders", 100);
    set("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES);
    set("sun.net.httpserver.maxIdleConnections", 100);
    set("jdk.httpserver.maxConnections", CONNECTIONS);
    // A body that nobody asked for is not read to its end: the connection is closed.
    set("sun.net.httpserver.drainAmount", 0);
    // Without it an answer waits for the client's delayed acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static void set(final String property, final int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }
}
