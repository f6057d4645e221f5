package dev.plimsoll.app.action;

import dev.plimsoll.app.top.Json;
import dev.plimsoll.app.top.SessionJson;
import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.SessionWriter;
import dev.plimsoll.session.JsonFormat;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sessions kept as text, a JSON object a line as docs/formats.md has it, to be put back into a
 * table later.
 */
public final class SavedSessions {
  private static final int PIECE_BYTES = 1 << 16;

  private SavedSessions() {}

  /**
   * What became of the saved sessions.
   *
   * @param made how many are in the table now
   * @param existing how many were there already, and stayed as they were
   * @param refused how many the kernel refused
   * @param offloaded how many a flow table had forwarded; only it can make them
   * @param unreadable how many lines are no sessions
   * @param firstProblem what was wrong with the first that was refused or unreadable, with its
   *     line, or null
   */
  public record Restored(
      long made,
      long existing,
      long refused,
      long offloaded,
      long unreadable,
      @Nullable String firstProblem) {}

  /**
   * Writes sessions.
   *
   * @param most how many at most
   * @return how many there were to write
   */
  public static long save(
      final SessionReader table,
      final SessionFilter filter,
      final Predicate<Session> also,
      final long most,
      final OutputStream out)
      throws IOException {
    final JsonFormat format = new JsonFormat();
    final LineBuffer lines = new LineBuffer(PIECE_BYTES + 1024);
    final long[] count = {0};
    try {
      table.read(
          filter,
          session -> {
            if (also.test(session) && count[0]++ < most) {
              format.write(session, lines);
              if (lines.length() >= PIECE_BYTES) {
                drain(lines, out);
              }
            }
          });
    } catch (final UncheckedIOException e) {
      throw e.getCause();
    }
    lines.drainTo(out);
    return count[0];
  }

  private static void drain(final LineBuffer lines, final OutputStream out) {
    try {
      lines.drainTo(out);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts sessions back, with the time that each had left when it was saved. A line that is none is
   * told, and the others go on: one is torn where the disk was full.
   *
   * @throws IOException if the lines cannot be read, or the table cannot be written
   */
  public static Restored restore(final BufferedReader lines, final NetworkNamespace namespace)
      throws IOException {
    final Restoring restoring = new Restoring();
    try (SessionWriter writer = SessionWriter.open(namespace)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        restoring.line(line, writer);
      }
      return restoring.end(writer);
    }
  }

  /** One file's lines on their way. */
  private static final class Restoring {
    private final long nowMillis = System.currentTimeMillis();
    // Expected by another session, which must be there first.
    private final List<Session> children = new ArrayList<>();
    private long number;
    private long offloaded;
    private long unreadable;
    private @Nullable String firstProblem;

    void line(final String line, final SessionWriter writer) throws IOException {
      number++;
      if (line.isBlank()) {
        return;
      }
      final Session session;
      try {
        session =
            SessionJson.read(
                Json.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))),
                nowMillis);
      } catch (final IOException e) {
        unreadable++;
        if (firstProblem == null) {
          final String reason = String.valueOf(e.getMessage());
          // What stands in further lines is about the reader and not about the file.
          firstProblem =
              "line %,d: %s".formatted(number, reason.lines().findFirst().orElse(reason));
        }
        return;
      }
      if (session.timeoutMillis() < 0) {
        offloaded++;
      } else if (session.master() != null) {
        children.add(session);
      } else {
        writer.create(session);
      }
    }

    Restored end(final SessionWriter writer) throws IOException {
      writer.send();
      final long alone = createChildren(writer);
      final KernelException refusal = writer.firstRefusal();
      if (refusal != null && refusal.isMissingRight()) {
        throw refusal;
      }
      if (firstProblem == null && refusal != null) {
        firstProblem = refusal.getMessage();
      }
      return new Restored(
          writer.sent() - writer.refused(),
          writer.existing(),
          writer.refused() - writer.existing() - alone,
          offloaded,
          unreadable,
          firstProblem);
    }

    /** Tells how many were refused with their master, and then made without it: it is gone. */
    private long createChildren(final SessionWriter writer) throws IOException {
      long alone = 0;
      for (final Session child : children) {
        try {
          writer.create(child);
          writer.perform();
        } catch (final KernelException e) {
          if (e.isNotFound()) {
            alone++;
            child.master(null);
            writer.create(child);
          }
        }
      }
      writer.send();
      return alone;
    }
  }
}
