package dev.plimsoll.app.conntrack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code -R}: a command line on each line. Words stand between spaces; double quotes
 * keep spaces together and end a word, and {@code \"} is a quote in them. A line that begins with #
 * is for people.
 *
 * @param name the file's name, or {@code -} for standard input
 * @param netns the network namespace that stands in front of {@code -R}, or null
 */
record LoadFile(String name, @Nullable String netns) {
  static final int MOST_WORDS = 253;
  static final int LONGEST_WORD = 1023;

  private static final String STANDARD_INPUT = "-";
  private static final String NETNS = "--" + Option.NETNS.word();

  /** The file that a command line names, or null if it is no such command line. */
  static @Nullable LoadFile of(final List<String> words) {
    final boolean hasNetns = words.size() > 1 && words.getFirst().equals(NETNS);
    final List<String> rest = hasNetns ? words.subList(2, words.size()) : words;
    final boolean isLoad =
        rest.size() > 1 && (rest.getFirst().equals("-R") || rest.getFirst().equals("--load-file"));
    return isLoad ? new LoadFile(rest.get(1), hasNetns ? words.get(1) : null) : null;
  }

  /**
   * Understands all lines.
   *
   * @throws ConntrackUsageException if the file cannot be opened, or about the first line that
   *     cannot be run
   * @throws IOException if the file cannot be read to its end
   */
  List<Invocation> read(final InvocationReader reader, final InputStream standardInput)
      throws ConntrackUsageException, IOException {
    if (name.equals(STANDARD_INPUT)) {
      return readLines(reader, standardInput);
    }
    try (InputStream file = open()) {
      return readLines(reader, file);
    }
  }

  private InputStream open() throws ConntrackUsageException {
    try {
      final Path path = Path.of(name);
      // Those can be opened, but not read.
      if (name.isEmpty() || Files.isDirectory(path)) {
        throw new NoSuchFileException(name);
      }
      return Files.newInputStream(path);
    } catch (final IOException | IllegalArgumentException e) {
      throw ConntrackUsageException.parameter("Failed to open file " + name + " for reading");
    }
  }

  private static List<Invocation> readLines(final InvocationReader reader, final InputStream bytes)
      throws ConntrackUsageException, IOException {
    final Reader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    final List<Invocation> invocations = new ArrayList<>();
    for (Line line = Line.next(text); line != null; line = Line.next(text)) {
      if (!line.words.isEmpty()) {
        invocations.add(loadable(reader.read(line.words)));
      }
    }
    return invocations;
  }

  private static Invocation loadable(final Invocation invocation) throws ConntrackUsageException {
    final boolean isExpect = invocation.table() == Table.EXPECT;
    final boolean changes =
        switch (invocation.verb()) {
          case CREATE, ADD, UPDATE, DELETE, FLUSH -> true;
          default -> false;
        };
    if (!changes || isExpect) {
      throw ConntrackUsageException.parameter(
          "Cannot use command `" + shown(invocation, isExpect) + "' with --load-file");
    }
    return invocation;
  }

  private static String shown(final Invocation invocation, final boolean isExpect) {
    if (!invocation.hasVerb()) {
      return "unknown";
    }
    final Verb verb = invocation.verb();
    final boolean hasTable = isExpect && verb != Verb.HELP && verb != Verb.VERSION;
    return "-" + verb.letter() + (hasTable ? " expect" : "");
  }

  /** The words of one line, read without keeping the line. */
  private static final class Line {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean isInWord;
    private boolean isQuoted;
    private boolean isEscaped;

    /** The next line, or null behind the last. */
    static @Nullable Line next(final Reader text) throws ConntrackUsageException, IOException {
      int c = text.read();
      if (c < 0) {
        return null;
      }
      final Line line = new Line();
      boolean isComment = false;
      while (c >= 0 && c != '\n') {
        isComment |= c == '#' && line.isEmpty();
        if (!isComment) {
          line.take((char) c);
        }
        c = text.read();
      }
      line.end(c);
      return line;
    }

    private boolean isEmpty() {
      return words.isEmpty() && !isInWord;
    }

    private void take(final char c) throws ConntrackUsageException {
      if (isEscaped) {
        isEscaped = false;
        if (c != '"') {
          put('\\');
        }
        put(c);
      } else if (isQuoted && c == '\\') {
        isEscaped = true;
      } else if (c == '"') {
        isInWord = true;
        isQuoted = !isQuoted;
        if (!isQuoted) {
          endWord();
        }
      } else if (!isQuoted && (c == ' ' || c == '\t')) {
        endWord();
      } else {
        put(c);
      }
    }

    private void put(final char c) throws ConntrackUsageException {
      isInWord = true;
      if (word.length() == LONGEST_WORD) {
        throw ConntrackUsageException.parameter("Parameter too long!");
      }
      word.append(c);
    }

    private void endWord() throws ConntrackUsageException {
      if (isInWord) {
        if (words.size() == MOST_WORDS) {
          throw ConntrackUsageException.parameter("too many arguments");
        }
        words.add(word.toString());
        word.setLength(0);
        isInWord = false;
      }
    }

    /** An open quote takes the end of the line along. */
    private void end(final int c) throws ConntrackUsageException {
      if (isEscaped) {
        put('\\');
      }
      if (isQuoted && c == '\n') {
        put('\n');
      }
      endWord();
    }
  }
}
