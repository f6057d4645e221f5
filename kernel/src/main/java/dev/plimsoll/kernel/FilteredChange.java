package dev.plimsoll.kernel;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Changes all sessions of a table that match a filter: each is read in a dump and changed at once,
 * if it is not as wished already. The kernel is asked one by one, since it can change no more with
 * a message. Needs CAP_NET_ADMIN. Not thread safe.
 */
public final class FilteredChange implements AutoCloseable {
  private final Ctnetlink table;
  private final SessionWriter writer;
  private final Session after = new Session();

  /** Hears what became of each session that was not as wished. */
  public interface Listener {
    /** It was changed; valid during the call. */
    void changed(Session after);

    /** The kernel refused to change it. One that ended meanwhile is passed over. */
    void refused(Session session, KernelException why);
  }

  private FilteredChange(final Ctnetlink table, final SessionWriter writer) {
    this.table = table;
    this.writer = writer;
  }

  /**
   * Opens the table of a namespace.
   *
   * @throws IOException if the namespace is gone, or the kernel has no netfilter netlink
   */
  public static FilteredChange open(final NetworkNamespace namespace) throws IOException {
    final Ctnetlink table = Ctnetlink.open(namespace);
    try {
      return new FilteredChange(table, SessionWriter.open(namespace));
    } catch (final IOException e) {
      table.close();
      throw e;
    }
  }

  /**
   * Changes those that match.
   *
   * @param also what the filter cannot say
   * @param wish timeout, status, state, mark with its mask, labels with theirs
   * @throws KernelException if the kernel does not let the table be read
   */
  public void change(
      final SessionFilter filter,
      final Predicate<Session> also,
      final SessionWish wish,
      final Listener listener)
      throws IOException {
    try {
      table.dump(
          filter,
          session -> {
            final SessionWish difference = also.test(session) ? difference(session, wish) : null;
            if (difference != null) {
              change(session, difference, listener);
            }
          });
    } catch (final UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void change(final Session session, final SessionWish wish, final Listener listener) {
    try {
      writer.change(session, wish);
      writer.perform();
    } catch (final KernelException e) {
      if (!e.isNotFound()) {
        listener.refused(session, e);
      }
      return;
    }
    try {
      if (table.get(session.original(), SessionWriter.zoneOfOriginal(session), after)) {
        listener.changed(after);
      }
    } catch (final KernelException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is to be written of a session, or null if it is as wished already.
   *
   * @param wish timeout, status (bits can only be set), state, mark with its mask, labels with
   *     theirs
   */
  public static @Nullable SessionWish difference(final Session session, final SessionWish wish) {
    final SessionWish change = new SessionWish();
    final Session wanted = wish.session();
    boolean differs = false;
    if (wanted.timeoutMillis() >= 0 && wanted.timeoutSeconds() != session.timeoutSeconds()) {
      change.session().timeoutMillis(wanted.timeoutMillis());
      differs = true;
    }
    if (wish.hasStatus() && (session.status() & wanted.status()) != wanted.status()) {
      change.status(session.status() | wanted.status());
      differs = true;
    }
    if (wanted.state() != Session.ABSENT && wanted.state() != session.state()) {
      change.session().state(wanted.state());
      differs = true;
    }
    if (wanted.hasMark()) {
      final int mark = session.mark() & ~wish.markMask() ^ wanted.mark();
      if (mark != session.mark()) {
        change.mark(mark, -1);
        differs = true;
      }
    }
    final long high = wish.labelMaskHigh();
    final long low = wish.labelMaskLow();
    if (((session.labelsHigh() ^ wanted.labelsHigh()) & high) != 0
        || ((session.labelsLow() ^ wanted.labelsLow()) & low) != 0) {
      change.labels(wanted.labelsHigh() & high, wanted.labelsLow() & low, high, low);
      differs = true;
    }
    return differs ? change : null;
  }

  @Override
  public void close() {
    writer.close();
    table.close();
  }
}
