package dev.plimsoll.app.track;

import dev.plimsoll.engine.Packet;
import dev.plimsoll.engine.Reason;
import dev.plimsoll.engine.Verdict;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Writes a line a packet: its number, what the tracker says of it and, if it is invalid, why. */
public final class VerdictLines implements VerdictSink {
  private static final int PIECE_BYTES = 1 << 15;
  private static final String FLAG_LETTERS = "FSRPAU";

  private final OutputStream out;
  private final boolean json;
  private final LineBuffer lines = new LineBuffer(PIECE_BYTES + 1024);
  private long left;

  /**
   * Begins to write.
   *
   * @param most how many lines at most
   */
  public VerdictLines(final OutputStream out, final boolean json, final long most) {
    this.out = out;
    this.json = json;
    left = most;
  }

  @Override
  public void verdict(final Packet packet, final Verdict verdict) {
    if (left <= 0) {
      return;
    }
    left--;
    if (json) {
      writeJson(packet, verdict);
    } else {
      writeText(packet, verdict);
    }
    if (lines.length() >= PIECE_BYTES) {
      flush();
    }
  }

  /** Whether as many lines were written as were asked for. */
  public boolean isEnough() {
    return left <= 0;
  }

  /** Writes what is kept. */
  public void flush() {
    try {
      lines.drainTo(out);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeText(final Packet packet, final Verdict verdict) {
    final StringBuilder line = new StringBuilder(160);
    line.append(packet.number()).append(' ').append(time(packet)).append(' ');
    line.append(padded(verdict.word())).append(' ').append(tuple(packet.tuple()));
    final String flags = flags(packet);
    if (!flags.isEmpty()) {
      line.append(" [").append(flags).append(']');
    }
    if (packet.reason() != Reason.NONE) {
      line.append(": ").append(packet.why());
    }
    lines.put(line.append('\n').toString());
  }

  private void writeJson(final Packet packet, final Verdict verdict) {
    final TupleView tuple = packet.tuple();
    final JsonWriter writer = new JsonWriter(lines);
    writer.beginObject();
    writer.name("packet").value(packet.number());
    writer.name("time").value(time(packet));
    writer.name("verdict").value(verdict.word());
    writer.name("protocol").value(Protocol.displayName(tuple.protocol()));
    writer.name("src").value(tuple.source().toString());
    writer.name("dst").value(tuple.destination().toString());
    if (Protocol.hasPorts(tuple.protocol())) {
      writer.name("sport").value(tuple.sourcePort());
      writer.name("dport").value(tuple.destinationPort());
    } else if (Protocol.isIcmp(tuple.protocol())) {
      writer.name("type").value(tuple.icmpType());
      writer.name("code").value(tuple.icmpCode());
    }
    writer.name("bytes").value(packet.length());
    final String flags = flags(packet);
    if (!flags.isEmpty()) {
      writer.name("flags").value(flags);
    }
    if (packet.reason() != Reason.NONE) {
      writer.name("why").value(packet.why());
    }
    writer.endObject().endLine();
  }

  private static String time(final Packet packet) {
    return Instant.ofEpochSecond(0, packet.timeNanos()).toString();
  }

  private static String padded(final String word) {
    return word.length() < 11 ? word + " ".repeat(11 - word.length()) : word;
  }

  private static String tuple(final TupleView tuple) {
    final String protocol = Protocol.displayName(tuple.protocol());
    if (Protocol.hasPorts(tuple.protocol())) {
      return "%s %s > %s"
          .formatted(
              protocol,
              end(tuple.source(), tuple.sourcePort()),
              end(tuple.destination(), tuple.destinationPort()));
    }
    final String ends = protocol + " " + tuple.source() + " > " + tuple.destination();
    return Protocol.isIcmp(tuple.protocol())
        ? ends + " type " + tuple.icmpType() + " code " + tuple.icmpCode()
        : ends;
  }

  private static String end(final IpAddress address, final int port) {
    return address.family() == Family.IPV6 ? "[" + address + "]:" + port : address + ":" + port;
  }

  private static String flags(final Packet packet) {
    final StringBuilder letters = new StringBuilder();
    if (packet.tuple().protocol() == Protocol.TCP) {
      for (int bit = 0; bit < FLAG_LETTERS.length(); bit++) {
        if ((packet.flags() >>> bit & 1) != 0) {
          letters.append(FLAG_LETTERS.charAt(bit));
        }
      }
    }
    return letters.toString();
  }
}
