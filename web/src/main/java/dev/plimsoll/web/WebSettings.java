package dev.plimsoll.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where and how the web server listens.
 *
 * @param listen the address; port 0 takes any free one
 * @param mostViewers the most live streams at once
 */
public record WebSettings(InetSocketAddress listen, int mostViewers) {
  /** Port 7171 on loopback, for 100 viewers. */
  public static final WebSettings DEFAULT =
      new WebSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7171), 100);
}
