package dev.plimsoll.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * How the watch writes its log: a line a message to standard error. Under systemd the journal adds
 * the time, and takes the severity from the number in front (sd-daemon(3)).
 */
final class WatchLog extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  // The pool tells each lost connection with a stack trace; the history says what it means. Held
  // here, for a logger that nobody holds forgets its level.
  private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

  private final boolean journal;

  private WatchLog(final boolean journal) {
    this.journal = journal;
  }

  /** Makes it the way of all loggers, those of libraries too. */
  static void setUp() {
    final Logger root = silence();
    final ConsoleHandler handler = new ConsoleHandler();
    handler.setFormatter(new WatchLog(System.getenv("JOURNAL_STREAM") != null));
    root.addHandler(handler);
    POOL.setLevel(Level.OFF);
  }

  /** Lets nothing of the log be seen, where something else is told on the terminal. */
  static Logger silence() {
    final Logger root = Logger.getLogger("");
    for (final Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    return root;
  }

  @Override
  public String format(final LogRecord entry) {
    final String word = word(entry.getLevel());
    final String start =
        journal
            ? "<%d>".formatted(severity(entry.getLevel()))
            : "%s %-7s "
                .formatted(TIME.format(entry.getInstant().atZone(ZoneId.systemDefault())), word);
    final String text = start + formatMessage(entry) + System.lineSeparator();
    if (entry.getThrown() == null) {
      return text;
    }
    final StringWriter trace = new StringWriter();
    entry.getThrown().printStackTrace(new PrintWriter(trace));
    return text + trace;
  }

  private static String word(final Level level) {
    return level.intValue() >= Level.SEVERE.intValue()
        ? "error"
        : level.intValue() >= Level.WARNING.intValue() ? "warning" : "info";
  }

  private static int severity(final Level level) {
    return level.intValue() >= Level.SEVERE.intValue()
        ? 3
        : level.intValue() >= Level.WARNING.intValue() ? 4 : 6;
  }
}
