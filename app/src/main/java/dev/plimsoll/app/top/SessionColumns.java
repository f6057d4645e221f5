package dev.plimsoll.app.top;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleView;
import dev.plimsoll.watch.GroupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** The list of sessions in columns: as many as the screen is wide for. */
final class SessionColumns {
  private static final int WIDE = 100;
  private static final int MIDDLE = 60;
  private static final int STATE_COLUMNS = 11;
  private static final int PROTOCOL_COLUMNS = 6;
  private static final int NAMESPACE_COLUMNS = 16;
  private static final int TIME_COLUMNS = 9;
  private static final int NARROW_TIME_COLUMNS = 6;
  private static final int AMOUNT_COLUMNS = 7;
  private static final long SHORT_MILLIS = 10_000;
  private static final long MIDDLING_MILLIS = 60_000;

  private final List<Column> columns = new ArrayList<>();
  private final Glyphs glyphs;

  /** What a column shows of a session. */
  @FunctionalInterface
  private interface Cell {
    String of(Session session);
  }

  private record Column(String title, int width, boolean isRight, Cell cell) {
    String cell(final Session session, final char mark) {
      return fit(cell.of(session), mark);
    }

    String fit(final String text, final char mark) {
      if (text.length() > width) {
        return text.substring(0, width - 1) + mark;
      }
      final String gap = " ".repeat(width - text.length());
      return isRight ? gap + text : text + gap;
    }
  }

  /**
   * Chooses the columns.
   *
   * @param width of the screen
   * @param withNamespace whether the sessions are of several namespaces
   */
  SessionColumns(final int width, final boolean withNamespace, final Glyphs glyphs) {
    this.glyphs = glyphs;
    final boolean isMiddle = width >= MIDDLE;
    final boolean isWide = width >= WIDE;
    if (withNamespace && isWide) {
      add("netns", NAMESPACE_COLUMNS, SessionColumns::namespace);
    }
    if (isMiddle) {
      add("proto", PROTOCOL_COLUMNS, s -> Protocol.displayName(s.protocol()));
    }
    add("state", STATE_COLUMNS, SessionColumns::state);
    final List<Column> right = new ArrayList<>();
    right.add(
        isMiddle
            ? new Column("left", TIME_COLUMNS, true, Amount::timeLeft)
            : new Column("left", NARROW_TIME_COLUMNS, true, Amount::shortTimeLeft));
    if (isWide) {
      right.add(amount("packets", SortKey::packets));
      right.add(amount("bytes", SortKey::bytes));
    }
    final int used =
        columns.stream().mapToInt(c -> c.width + 1).sum()
            + right.stream().mapToInt(c -> c.width + 1).sum();
    final int arrow = glyphs.isUnicode() ? 1 : 2;
    final int ends = width - used - arrow - 1;
    final int local = isMiddle ? (ends - 1) / 2 : 0;
    if (isMiddle) {
      add("local", local, s -> end(s, s.local()));
    }
    add("", arrow, s -> glyphs.arrow(s.direction()));
    add("remote", Math.max(4, ends - local - (isMiddle ? 1 : 0)), s -> end(s, s.remote()));
    columns.addAll(right);
  }

  private void add(final String title, final int width, final Cell cell) {
    columns.add(new Column(title, width, false, cell));
  }

  private static Column amount(final String title, final ToLongFunction<Session> number) {
    return new Column(
        title, AMOUNT_COLUMNS, true, session -> Amount.of(number.applyAsLong(session)));
  }

  Line heading() {
    final StringBuilder text = new StringBuilder();
    for (final Column column : columns) {
      text.append(text.isEmpty() ? "" : " ").append(column.fit(column.title, glyphs.cut()));
    }
    return Line.of(text.toString(), Tint.DIM);
  }

  Line row(final Session session) {
    Line line = Line.EMPTY;
    for (final Column column : columns) {
      line =
          line.plus(line.pieces().isEmpty() ? "" : " ")
              .plus(
                  column.cell(session, glyphs.cut()),
                  column.title.equals("left") ? timeTint(session) : Tint.PLAIN);
    }
    return line;
  }

  /** Red for what is about to end, yellow for what ends within a minute. */
  static Tint timeTint(final Session session) {
    final long left = session.timeoutMillis();
    if (left < 0) {
      return Tint.PLAIN;
    }
    return left < SHORT_MILLIS ? Tint.RED : left < MIDDLING_MILLIS ? Tint.YELLOW : Tint.GREEN;
  }

  private static String namespace(final Session session) {
    return Objects.requireNonNullElse(session.namespace(), GroupKey.OWN_NAMESPACE);
  }

  private static String state(final Session session) {
    final String state = session.stateName();
    if (state != null) {
      return state;
    }
    return session.isAssured() ? "assured" : session.isReplied() ? "replied" : "unreplied";
  }

  /** The source of a tuple: {@code 192.0.2.1:443}, {@code [2001:db8::1]:443}. */
  static String end(final Session session, final TupleView tuple) {
    return end(session.protocol(), tuple.source().toString(), tuple.sourcePort());
  }

  /** An address with the port, where there are ports. */
  static String end(final int protocol, final String address, final int port) {
    if (!Protocol.hasPorts(protocol)) {
      return address;
    }
    return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
  }
}
