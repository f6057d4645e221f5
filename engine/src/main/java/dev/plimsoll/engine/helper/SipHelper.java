package dev.plimsoll.engine.helper;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleView;

/**
 * SIP: the media that calls announce, and the calls that may come in after a registration
 * (net/netfilter/nf_conntrack_sip.c; RFC 3261). Media and calls are expected only from the other
 * end of the session ({@code sip_direct_media}, {@code sip_direct_signalling}), and media only to
 * the address that announces it. A message has to be within one packet; over TCP a packet may hold
 * several. Each packet keeps the session for an hour.
 */
final class SipHelper implements Helper {
  private static final long KEPT_MILLIS = 3_600_000;
  private static final int SHORTEST = "SIP/2.0 200".length();
  private static final String VERSION = "SIP/2.0 ";
  private static final int SIGNALLING = 0;

  private final SipHeaders headers = new SipHeaders();
  private final SdpMedia media = new SdpMedia();
  private long registerSequence;
  private long inviteSequence;

  @Override
  public HelperKind kind() {
    return HelperKind.SIP;
  }

  @Override
  public boolean packet(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    final boolean tcp = payload.tuple().protocol() == Protocol.TCP;
    if (payload.size() == 0 || tcp && !payload.isAnswered()) {
      return true;
    }
    master.deadlineMillis(expectations.nowMillis() + KEPT_MILLIS, KEPT_BY_HELPER);
    if (payload.size() < SHORTEST || !payload.isWhole()) {
      return true;
    }
    final Text text = Text.of(payload);
    return tcp
        ? messages(text, payload, master, expectations)
        : message(text, payload, master, expectations);
  }

  /** Reads the messages of a TCP packet, as far as they are whole. */
  private boolean messages(
      final Text text,
      final Payload payload,
      final SessionRow master,
      final Expectations expectations) {
    Text rest = text;
    while (headers.find(rest, SipHeaders.Kind.CONTENT_LENGTH)) {
      final long content = rest.number(headers.place());
      if (content < 0 || content > rest.length()) {
        return true;
      }
      int at = rest.afterDigits(headers.place());
      while (at < rest.end() && !rest.has(at, "\r\n\r\n")) {
        at++;
      }
      final int end = at + 4 + (int) content;
      if (end > rest.end()) {
        return true;
      }
      if (!message(rest.upTo(end), payload, master, expectations)) {
        return false;
      }
      rest = rest.startingAt(end);
    }
    return true;
  }

  private boolean message(
      final Text text,
      final Payload payload,
      final SessionRow master,
      final Expectations expectations) {
    final Transaction transaction = new Transaction(text, payload, master, expectations);
    return text.hasIgnoringCase(text.from(), VERSION)
        ? response(transaction)
        : request(transaction);
  }

  /** One message and its surroundings. */
  private record Transaction(
      Text text, Payload payload, SessionRow master, Expectations expectations) {
    int family() {
      return payload.tuple().family();
    }

    Expectation.Master announcer() {
      return payload.master(master.slot(), HelperKind.SIP);
    }
  }

  private boolean request(final Transaction message) {
    final Text text = message.text;
    final SipMethod method = SipMethod.ofRequest(text);
    if (method == null) {
      return true;
    }
    if (!headers.find(text, SipHeaders.Kind.CSEQ)) {
      return false;
    }
    final long sequence = text.number(headers.place());
    if (sequence < 0) {
      return false;
    }
    switch (method) {
      case INVITE -> {
        flushMedia(message);
        if (!announced(message)) {
          return false;
        }
        inviteSequence = sequence;
        return true;
      }
      case UPDATE, ACK, PRACK -> {
        return announced(message);
      }
      case BYE -> {
        flushMedia(message);
        return true;
      }
      case REGISTER -> {
        return register(message, sequence);
      }
    }
    return true;
  }

  private boolean response(final Transaction message) {
    final Text text = message.text;
    if (text.length() < SHORTEST) {
      return true;
    }
    final long code = text.number(text.from() + VERSION.length());
    if (code <= 0 || !headers.find(text, SipHeaders.Kind.CSEQ)) {
      return false;
    }
    final long sequence = text.number(headers.place());
    if (sequence < 0) {
      return false;
    }
    final SipMethod method = SipMethod.ofResponse(text, headers.place() + headers.length() + 1);
    if (method == null) {
      return true;
    }
    if (method == SipMethod.REGISTER) {
      return registered(message, sequence, code);
    }
    if (code >= 100 && code <= 299) {
      return announced(message);
    }
    if (inviteSequence == sequence) {
      flushMedia(message);
    }
    return true;
  }

  private static void flushMedia(final Transaction message) {
    message.expectations.removeIf(
        message.master.slot(), expectation -> expectation.expectationClass != SIGNALLING);
  }

  private boolean announced(final Transaction message) {
    return media.read(message.text, message.announcer(), message.payload, message.expectations);
  }

  /** Expects calls to the address that registers; not before the registrar has agreed. */
  private boolean register(final Transaction message, final long sequence) {
    // A session that is expected itself does not register.
    if ((message.master.status() & Status.EXPECTED) != 0) {
      return true;
    }
    final Text text = message.text;
    long expires = expires(text);
    if (!headers.findContact(text, text.from(), false, message.family())) {
      return true;
    }
    final int end = headers.place() + headers.length();
    final TupleView own = message.payload.tuple();
    final IpAddress contact = headers.address();
    final int transport = transport(text, end, own.protocol());
    if (!contact.equals(own.source()) || transport < 0) {
      return true;
    }
    final long ofContact = headers.parameter(text, end, "expires=");
    if (ofContact == SipHeaders.BROKEN) {
      return false;
    }
    expires = ofContact == SipHeaders.ABSENT ? expires : ofContact;
    if (expires != 0) {
      final Tuple call = Tuple.of(transport, own.destination(), 0, contact, headers.port());
      final Expectation wish = new Expectation(message.announcer(), SIGNALLING, call);
      wish.childsHelper = HelperKind.SIP;
      wish.permanent = true;
      wish.inactive = true;
      if (message.expectations.expect(wish) != Expectations.Answer.EXPECTED) {
        return false;
      }
    }
    registerSequence = sequence;
    return true;
  }

  private boolean registered(final Transaction message, final long sequence, final long code) {
    if (registerSequence != sequence || code >= 100 && code <= 199) {
      return true;
    }
    if (code >= 200 && code <= 299) {
      final int confirmed = confirmed(message);
      if (confirmed != 0) {
        return confirmed > 0;
      }
    }
    for (final Expectation expectation : message.expectations.of(message.master.slot())) {
      if (expectation.expectationClass == SIGNALLING) {
        message.expectations.remove(expectation);
        break;
      }
    }
    return true;
  }

  /** Returns 1 if a contact confirms what is expected, 0 if none does, -1 if one is broken. */
  private int confirmed(final Transaction message) {
    final Text text = message.text;
    final long expires = expires(text);
    final TupleView own = message.payload.tuple();
    int from = text.from();
    boolean inList = false;
    while (headers.findContact(text, from, inList, message.family())) {
      inList = true;
      from = headers.place() + headers.length();
      final int transport = transport(text, from, own.protocol());
      if (!headers.address().equals(own.destination()) || transport < 0) {
        continue;
      }
      final long ofContact = headers.parameter(text, from, "expires=");
      if (ofContact == SipHeaders.BROKEN) {
        return -1;
      }
      final long kept = ofContact == SipHeaders.ABSENT ? expires : ofContact;
      if (kept == 0) {
        return 0;
      }
      if (activate(message, transport, kept)) {
        return 1;
      }
    }
    return 0;
  }

  private boolean activate(final Transaction message, final int transport, final long seconds) {
    for (final Expectation expectation :
        message.expectations.of(message.master.slot()).reversed()) {
      if (expectation.expectationClass == SIGNALLING
          && expectation.tuple.destination().equals(headers.address())
          && expectation.tuple.protocol() == transport
          && expectation.tuple.destinationPort() == headers.port()) {
        expectation.inactive = false;
        message.expectations.deadline(
            expectation, message.expectations.nowMillis() + seconds * 1000);
        return true;
      }
    }
    return false;
  }

  /** The value of the header Expires, 0 if there is none. */
  private long expires(final Text text) {
    return headers.find(text, SipHeaders.Kind.EXPIRES)
        ? Math.max(text.number(headers.place()), 0)
        : 0;
  }

  /** The protocol that a contact asks for, which must be the session's own; -1 if it is not. */
  private int transport(final Text text, final int from, final int own) {
    final int at = headers.parameterPlace(text, from, "transport=");
    if (at < 0) {
      return own;
    }
    final boolean same =
        own == Protocol.TCP ? text.hasIgnoringCase(at, "TCP") : text.hasIgnoringCase(at, "UDP");
    return same ? own : -1;
  }
}
