package dev.plimsoll.kernel;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Finds out by trial whether a namespace tracks connections, where the kernel does not list its
 * hooks ({@link Hooks#UNKNOWN}): sends one empty datagram from 127.0.0.1 to a socket of our own
 * there and looks whether a session for it appears. Where it does, it stays for the kernel's UDP
 * timeout, 30 seconds. Nothing leaves the host; still it is traffic, so only on request.
 *
 * @param detail one sentence on why it failed, else empty
 */
public record TrackingProbe(Outcome outcome, String detail) {
  /** Nobody asked for it, or the hooks told already. */
  public static final TrackingProbe NOT_SENT = new TrackingProbe(Outcome.NOT_SENT, "");

  /** What came of it. */
  public enum Outcome {
    NOT_SENT,
    /** A session appeared. */
    TRACKED,
    /** None appeared: nothing is tracked here, or a rule exempts loopback (notrack). */
    NOT_TRACKED,
    /** It could not be sent, or the table could not be asked. */
    FAILED
  }

  private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.1");

  /** Sends it. Never throws: what goes wrong is in {@link #detail}. */
  public static TrackingProbe send(final NetworkNamespace namespace) {
    try (Ctnetlink table = Ctnetlink.open(namespace)) {
      // The kernel puts the session in before the sending call returns (nf_confirm).
      final Tuple tuple = namespace.call(TrackingProbe::sendDatagram);
      final boolean tracked = table.get(tuple, 0, new Session());
      return new TrackingProbe(tracked ? Outcome.TRACKED : Outcome.NOT_TRACKED, "");
    } catch (final IOException e) {
      return new TrackingProbe(Outcome.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static Tuple sendDatagram() throws IOException {
    try (DatagramChannel sender = open();
        DatagramChannel receiver = open()) {
      sender.send(ByteBuffer.allocate(0), receiver.getLocalAddress());
      return Tuple.of(Protocol.UDP, LOOPBACK, port(sender), LOOPBACK, port(receiver));
    } catch (final IOException e) {
      throw new IOException(
          "cannot send a datagram on 127.0.0.1 (is the interface lo up?): " + e.getMessage(), e);
    }
  }

  private static DatagramChannel open() throws IOException {
    final InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return DatagramChannel.open(StandardProtocolFamily.INET)
        .bind(new InetSocketAddress(loopback, 0));
  }

  private static int port(final DatagramChannel channel) throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }
}
