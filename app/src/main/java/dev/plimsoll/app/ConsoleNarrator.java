package dev.plimsoll.app;

import dev.plimsoll.app.demo.Narrator;
import dev.plimsoll.watch.PlainText;
import java.io.PrintWriter;
import java.util.function.UnaryOperator;

/** Narrates on the console; on a terminal with a last line that follows the count. */
final class ConsoleNarrator implements Narrator {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int LABEL_COLUMNS = 10;
  private static final int TIME_COLUMNS = 6;

  private final Console console;
  private final Ink ink;

  ConsoleNarrator(final Console console, final Ink ink) {
    this.console = console;
    this.ink = ink;
  }

  @Override
  public void say(final String words) {
    paragraph("", words, text -> text);
  }

  @Override
  public void mark(final String label, final String words) {
    line(ink.dim(label) + " ".repeat(LABEL_COLUMNS - label.length()) + ink.cyan(words));
  }

  @Override
  public void narrate(final long elapsedMillis, final String words) {
    paragraph(time(elapsedMillis), words, ink::bold);
  }

  @Override
  public void verdict(final long elapsedMillis, final String words, final Tint tint) {
    paragraph(
        time(elapsedMillis),
        words,
        text ->
            switch (tint) {
              case GOOD -> ink.green(text);
              case MIDDLING -> ink.yellow(text);
              case BAD -> ink.red(text);
            });
  }

  @Override
  public void count(final long elapsedMillis, final String words) {
    if (!console.terminal()) {
      line(time(elapsedMillis) + words);
    }
  }

  @Override
  public void now(final long elapsedMillis, final String words) {
    if (console.terminal()) {
      console.text().print(CLEAR_LINE + ink.dim(time(elapsedMillis) + words));
      console.text().flush();
    }
  }

  @Override
  public void gap() {
    line("");
  }

  private static String time(final long millis) {
    final String time = PlainText.minutes(millis / 1_000 * 1_000);
    return time + " ".repeat(Math.max(1, TIME_COLUMNS - time.length()));
  }

  private void paragraph(
      final String label, final String words, final UnaryOperator<String> style) {
    final int width = console.columns() - label.length();
    final String indent = " ".repeat(label.length());
    String head = label;
    StringBuilder row = new StringBuilder();
    for (final String word : words.split(" ", -1)) {
      if (!row.isEmpty() && row.length() + 1 + word.length() > width) {
        line(head + style.apply(row.toString()));
        head = indent;
        row = new StringBuilder();
      }
      row.append(row.isEmpty() ? "" : " ").append(word);
    }
    line(head + style.apply(row.toString()));
  }

  private void line(final String words) {
    final PrintWriter text = console.text();
    text.println((console.terminal() ? CLEAR_LINE : "") + words);
    text.flush();
  }
}
