package dev.plimsoll.engine.helper;

import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TupleView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that have a helper, and what the helpers expect (nf_conntrack_helper.c). Not thread
 * safe.
 */
public final class SessionHelpers {
  private final HelperSettings settings;
  private final SessionEnder sessions;
  private final Expectations expectations;
  private final GreKeys greKeys = new GreKeys();
  private final Map<Integer, Helper> bySlot = new HashMap<>();
  private final Helper tftp = new TftpHelper();
  private final Helper irc = new IrcHelper();
  private final Helper amanda = new AmandaHelper();
  private final Helper netbios;

  /**
   * Makes helpers for an empty table.
   *
   * @param mostExpected nf_conntrack_expect_max
   * @param sessions ends the tunnel of a PPTP session
   */
  public SessionHelpers(
      final HelperSettings settings, final long mostExpected, final SessionEnder sessions) {
    this.settings = settings;
    this.sessions = sessions;
    expectations = new Expectations(mostExpected);
    netbios = new NetbiosHelper(settings.own());
  }

  /** Whether no session can have a helper, so that nothing here needs to be called. */
  public boolean isOff() {
    return settings.rules().isEmpty();
  }

  public Expectations expectations() {
    return expectations;
  }

  public GreKeys greKeys() {
    return greKeys;
  }

  /**
   * A session has begun and is in the table. It gets the helper that its expectation brings, or
   * else that of a rule, which sets {@link Status#HELPER}.
   *
   * @param expectation what it was expected by, or null
   */
  public void begun(
      final TupleView original, final SessionRow row, final @Nullable Expectation expectation) {
    if (expectation != null && expectation.childsHelper() != null) {
      bySlot.put(row.slot(), make(expectation.childsHelper()));
      return;
    }
    for (final HelperRule rule : settings.rules()) {
      if (rule.isFor(original.family(), original.protocol(), original.destinationPort())) {
        row.status(row.status() | Status.HELPER);
        bySlot.put(row.slot(), make(rule.helper()));
        return;
      }
    }
  }

  /** Whether a session with this status may have a helper. */
  public static boolean mayHave(final int status) {
    return (status & (Status.HELPER | Status.EXPECTED)) != 0;
  }

  /**
   * Gives a packet to its session's helper, if it has one.
   *
   * @return false if the kernel drops the packet; a session that begins with it does not begin
   */
  public boolean packet(final Payload payload, final SessionRow row) {
    final Helper helper = bySlot.get(row.slot());
    return helper == null || helper.packet(payload, row, expectations);
  }

  /** The name of the helper of the session in a slot, or null if it has none. */
  public @Nullable String nameOf(final int slot) {
    final Helper helper = bySlot.get(slot);
    return helper == null ? null : helper.kind().word();
  }

  /** A session has ended, or ends: what it expected is given up. */
  public void ended(final int slot) {
    final Helper helper = bySlot.remove(slot);
    if (helper != null) {
      helper.ended(expectations);
      expectations.masterEnded(slot);
    }
  }

  private Helper make(final HelperKind kind) {
    return switch (kind) {
      case FTP -> new FtpHelper();
      case TFTP -> tftp;
      case SIP -> new SipHelper();
      case IRC -> irc;
      case PPTP -> new PptpHelper(greKeys, sessions);
      case AMANDA -> amanda;
      case NETBIOS_NS -> netbios;
      case SANE -> new SaneHelper();
    };
  }
}
