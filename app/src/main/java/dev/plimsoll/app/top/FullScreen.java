package dev.plimsoll.app.top;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.ShutdownHooks;

/**
 * The terminal as a full screen: raw keys in, lines out. Only lines that changed are written. It
 * works on the terminal's second screen (xterm's 1049), so that what was there before comes back.
 *
 * <p>The terminal is left as it was by {@link #close}, and, if the process is ended by a signal or
 * by an exception, by a hook of the JVM. Thread safe.
 */
final class FullScreen implements AutoCloseable {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J";
  private static final String LEAVE = "\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String CLEAR = "\u001b[2J";
  private static final String CLEAR_LINE = "\u001b[2K";
  private static final long INPUT_MILLIS = 200;
  // Where a terminal does not tell its size.
  private static final int DEFAULT_COLUMNS = 80;
  private static final int DEFAULT_ROWS = 24;

  private final Terminal terminal;
  private final Attributes before;
  private final Charset charset;
  private final Thread hook = new Thread(this::leaveQuietly, "plimsoll-terminal-end");
  private List<String> shown = List.of();
  private boolean isEntered;
  private volatile boolean isEnded;

  private FullScreen(final Terminal terminal, final Charset charset) {
    this.terminal = terminal;
    this.charset = charset;
    before = terminal.getAttributes();
  }

  /**
   * Takes the process's terminal, and changes nothing yet.
   *
   * @param charset what it shows text in
   * @throws NoTerminalException if standard input or output is no terminal
   */
  static FullScreen open(final Charset charset) throws NoTerminalException {
    // At the process's end the library would close the terminal beside our hook, which then finds
    // it
    // closed and cannot give it back.
    System.setProperty(ShutdownHooks.PROP_DISABLE_SHUTDOWN_HOOK, "true");
    try {
      final Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.SysOut)
              .provider("ffm")
              .dumb(false)
              .encoding(charset)
              .nativeSignals(true)
              .graphemeCluster(false)
              .build();
      return new FullScreen(terminal, charset);
    } catch (final IOException | IllegalStateException e) {
      throw new NoTerminalException(
          "top needs a terminal for its input and its output; 'plimsoll status' and 'plimsoll list'"
              + " need none",
          e);
    }
  }

  /** Hears of a signal, on a thread of the JVM. */
  void on(final Terminal.Signal signal, final Runnable action) {
    terminal.handle(signal, _ -> action.run());
  }

  /** Takes the whole screen. */
  synchronized void enter() throws IOException {
    if (isEnded) {
      return;
    }
    if (!isEntered) {
      Runtime.getRuntime().addShutdownHook(hook);
    }
    isEntered = true;
    terminal.enterRawMode();
    shown = List.of();
    write(ENTER);
  }

  /** Gives the terminal back for a while; {@link #enter} takes it again. */
  synchronized void leave() throws IOException {
    if (isEntered && !isEnded) {
      write(LEAVE);
      terminal.setAttributes(before);
    }
  }

  int columns() {
    final Size size = terminal.getSize();
    return size.getColumns() > 0 ? size.getColumns() : DEFAULT_COLUMNS;
  }

  int rows() {
    final Size size = terminal.getSize();
    return size.getRows() > 0 ? size.getRows() : DEFAULT_ROWS;
  }

  /** Waits for the next key; when the screen is closed it is {@link Key.Named#QUIT}. */
  Key readKey() throws IOException {
    return new KeyDecoder(this::read).next();
  }

  // A read without a limit would hold a lock of the terminal's that closing it needs.
  private int read(final long waitMillis) throws IOException {
    int character;
    do {
      character = terminal.reader().read(waitMillis == 0 ? INPUT_MILLIS : waitMillis);
    } while (character == NonBlockingReader.READ_EXPIRED && waitMillis == 0 && !isEnded);
    return character == NonBlockingReader.READ_EXPIRED && isEnded
        ? NonBlockingReader.EOF
        : character;
  }

  /** Forgets what the screen shows, so that the next picture is drawn whole. */
  synchronized void forget() {
    shown = List.of();
  }

  /** Shows lines, from the top. */
  synchronized void show(final List<Line> lines, final boolean isColour) throws IOException {
    if (isEnded) {
      return;
    }
    final List<String> wanted = new ArrayList<>(lines.size());
    final StringBuilder text = new StringBuilder();
    if (shown.size() != lines.size()) {
      text.append(CLEAR);
      shown = List.of();
    }
    for (int row = 0; row < lines.size(); row++) {
      final String sequence = lines.get(row).sequence(isColour);
      wanted.add(sequence);
      if (shown.isEmpty() || !shown.get(row).equals(sequence)) {
        // Cleared first: after a full line the cursor still stands on its last column.
        text.append("\u001b[").append(row + 1).append(";1H").append(CLEAR_LINE).append(sequence);
      }
    }
    shown = wanted;
    write(text.toString());
  }

  private void write(final String text) throws IOException {
    final OutputStream out = terminal.output();
    out.write(text.getBytes(charset));
    out.flush();
  }

  private synchronized void leaveQuietly() {
    try {
      leave();
    } catch (final IOException e) {
      // The terminal is gone: there is nothing to put back, and nobody to tell.
    } finally {
      isEnded = true;
    }
  }

  @Override
  public void close() throws IOException {
    leaveQuietly();
    if (isEntered) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (final IllegalStateException e) {
        // The process ends already, and the hook did its work or found it done.
      }
    }
    terminal.close();
  }
}
