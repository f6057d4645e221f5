package dev.plimsoll.lab.differential;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** SIP's messages: calls, registrations, and answers, with headers as clients write them. */
final class RandomSip {
  private static final String[] REQUESTS = {
    "INVITE", "INVITE", "INVITE", "REGISTER", "BYE", "ACK", "PRACK", "UPDATE", "CANCEL", "OPTIONS"
  };
  private static final String[] ANSWERS = {
    "200 OK", "200 OK", "200 OK", "183 Progress", "486 Busy", "100 Trying"
  };

  private final Dice dice;
  private final IpAddress client;
  private final IpAddress server;
  private int number = 1;

  RandomSip(final RandomHelped talk) {
    dice = talk.dice();
    client = talk.client();
    server = talk.server();
  }

  /** What one side may say next. */
  String next(final boolean byClient) {
    final IpAddress from = byClient ? client : server;
    final IpAddress to = byClient ? server : client;
    if (dice.oneIn(4)) {
      number++;
    }
    final boolean answers = byClient ? dice.oneIn(5) : !dice.oneIn(5);
    final String method = dice.of(REQUESTS);
    final String first =
        answers ? "SIP/2.0 " + dice.of(ANSWERS) : method + " sip:b@" + host(to) + " SIP/2.0";
    final boolean hasMedia = method.equals("INVITE") ? !dice.oneIn(6) : dice.oneIn(6);
    final String body = hasMedia ? sdp(from) : "";
    final List<String> lines = new ArrayList<>();
    lines.add(first);
    lines.add(
        dice.of("Via", "Via", "v", "VIA")
            + ": SIP/2.0/UDP "
            + host(dice.oneIn(6) ? to : from)
            + ":"
            + dice.of(5060, 5060, port())
            + ";branch=z9");
    lines.add("From: <sip:a@" + host(from) + ">;tag=1");
    lines.add("To: <sip:b@" + host(to) + ">");
    lines.add(dice.of("Call-ID", "i") + ": x@" + host(client));
    if (!dice.oneIn(10)) {
      lines.add("CSeq: " + number + " " + method);
    }
    if (!dice.oneIn(4)) {
      lines.add(contact(dice.oneIn(6) ? to : from));
    }
    if (dice.oneIn(2)) {
      lines.add("Expires: " + dice.of(3600, 60, 0));
    }
    if (!dice.oneIn(8)) {
      lines.add(
          dice.of("Content-Length", "l", "Content-length")
              + ": "
              + (body.length() + (dice.oneIn(10) ? dice.nearZero() : 0)));
    }
    return String.join("\r\n", lines) + "\r\n\r\n" + body;
  }

  private String contact(final IpAddress address) {
    return dice.of("Contact", "m")
        + ": <sip:a@"
        + host(address)
        + dice.of("", ":" + port(), ":5060", ":80")
        + dice.of("", ";transport=udp", ";transport=tcp")
        + ">"
        + dice.of("", ";expires=60", ";expires=0");
  }

  private String sdp(final IpAddress own) {
    final List<String> lines = new ArrayList<>();
    lines.add("v=0");
    lines.add("o=u 1 1 " + connection(own));
    lines.add("s=-");
    final boolean isCommon = !dice.oneIn(4);
    if (isCommon) {
      lines.add("c=" + connection(dice.oneIn(6) ? server : own));
    }
    for (int i = dice.below(3); i >= 0; i--) {
      lines.add(
          "m="
              + dice.of("audio", "audio", "video", "image", "text")
              + " "
              + dice.of(port(), port(), 1000, 0)
              + " RTP/AVP 0");
      if (!isCommon || dice.oneIn(3)) {
        lines.add("c=" + connection(dice.oneIn(6) ? client : own));
      }
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  private int port() {
    return RandomHelped.FIRST_PORT + dice.below(RandomHelped.PORTS);
  }

  private static String connection(final IpAddress address) {
    return (address.family() == Family.IPV4 ? "IN IP4 " : "IN IP6 ") + address;
  }

  private static String host(final IpAddress address) {
    return address.family() == Family.IPV4 ? address.toString() : "[" + address + "]";
  }
}
