package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.kernel.Login;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.OwnLogins;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.session.ConntrackFormat;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The sessions that a change is meant for: those that match a filter and, if that is wanted, some
 * condition more, without the connections through which the caller is logged in.
 */
final class MeantSessions {
  private static final int SHOWN = 10;

  private final NetworkNamespace namespace;
  private final SessionFilter filter;
  private final Predicate<Session> also;
  private final Set<Login> logins;
  private long meant;
  private long own;

  private MeantSessions(
      final NetworkNamespace namespace,
      final SessionFilter filter,
      final Predicate<Session> also,
      final Set<Login> logins) {
    this.namespace = namespace;
    this.filter = filter;
    this.also = also;
    this.logins = logins;
  }

  /** Looks for them, and shows the first. */
  static MeantSessions show(
      final NetworkNamespace namespace,
      final SessionFilter filter,
      final Predicate<Session> also,
      final PrintWriter out)
      throws IOException {
    final MeantSessions sessions = new MeantSessions(namespace, filter, also, OwnLogins.find());
    sessions.look(out);
    return sessions;
  }

  private void look(final PrintWriter out) throws IOException {
    final ConntrackFormat format = ConntrackFormat.plain();
    final LineBuffer line = new LineBuffer(512);
    try (SessionReader table = SessionReader.open(namespace)) {
      table.read(
          filter,
          session -> {
            if (!also.test(session)) {
              return;
            }
            if (isOwn(session)) {
              own++;
            } else if (meant++ < SHOWN) {
              format.write(session, line);
              out.print("  " + line);
              line.clear();
            }
          });
    }
    if (meant > SHOWN) {
      out.println("  … and " + count(meant - SHOWN) + " more");
    }
    if (own > 0) {
      out.println(
          own == 1
              ? "One more is your own log-in, and stays as it is."
              : count(own) + " more are your own log-ins, and stay as they are.");
    }
  }

  /** How many there were when they were shown. */
  long size() {
    return meant;
  }

  /** How many in words: "1 session", "1,204 sessions". */
  String words() {
    return meant == 1 ? "1 session" : count(meant) + " sessions";
  }

  /** Whether a session is not the caller's own log-in. */
  boolean isOthers(final Session session) {
    return !isOwn(session);
  }

  private boolean isOwn(final Session session) {
    return Login.isAnyIn(logins, session);
  }
}
