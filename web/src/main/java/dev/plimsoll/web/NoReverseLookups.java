package dev.plimsoll.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Looks up no name of an address. The JDK's server asks for the name of each client that opens a
 * TLS connection: each question would be a session in the very table that is watched, and hold the
 * client up where nobody answers. Names are looked up as always.
 */
public final class NoReverseLookups extends InetAddressResolverProvider {
  @Override
  public InetAddressResolver get(final Configuration configuration) {
    final InetAddressResolver usual = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(final String host, final LookupPolicy policy)
          throws UnknownHostException {
        return usual.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(final byte[] address) throws UnknownHostException {
        throw new UnknownHostException("names of addresses are not looked up");
      }
    };
  }

  @Override
  public String name() {
    return "plimsoll";
  }
}
