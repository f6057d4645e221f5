package dev.plimsoll.web;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The limits of the JDK's own server, which has none unless it is told. It reads them when its
 * first server is made, from system properties; who sets one on the command line keeps it.
 *
 * <p>A connection that has said nothing yet costs less than a kilobyte, one with a request on its
 * way some twenty. So there is room for thousands of the first, who are cut off after 10 seconds,
 * and for few of the second, who make room for each other ({@link RequestThreads}). Many slow
 * clients fill neither the memory nor the way in.
 */
final class ServerLimits {
  /** The most bytes of a request's line and header that are read before the connection is cut. */
  static final int HEADER_BYTES = 64 * 1024;

  static final int REQUEST_SECONDS = 10;

  /** The most requests on their way at once, live streams apart. */
  static final int REQUESTS = 64;

  /** The most connections, unless the system allows this process few files. */
  static final int CONNECTIONS = 16_384;

  /** Connections that the system holds until they are accepted. */
  static final int BACKLOG = 4096;

  private ServerLimits() {}

  static void set() {
    set("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    set("sun.net.httpserver.idleInterval", 30);
    set("sun.net.httpserver.clockTick", 1000);
    set("sun.net.httpserver.maxReqHeaders", 100);
    set("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES);
    set("sun.net.httpserver.maxIdleConnections", 100);
    // Half of the files at most, for the history and the kernel's sockets need some too.
    set("jdk.httpserver.maxConnections", (int) Math.min(CONNECTIONS, mostFiles() / 2));
    // A body that nobody asked for is not read to its end: the connection is closed.
    set("sun.net.httpserver.drainAmount", 0);
    // Without it an answer waits for the client's delayed acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static long mostFiles() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getMaxFileDescriptorCount();
  }

  private static void set(final String property, final int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }
}
