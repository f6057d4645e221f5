package dev.plimsoll.app;

import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionFormat;
import dev.plimsoll.session.SessionVisitor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plimsoll list}: the sessions, a line each. */
@Command(
    name = "list",
    header = "List the live sessions, a line each.",
    description =
        "Lists the sessions of the kernel's table that match the filter. What the kernel can compare"
            + " itself it compares, so a narrow filter is fast on a large table.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll list",
      "  plimsoll list proto:tcp dport:22 direction:out",
      "  plimsoll list --json 'src:10.0.0.0/8 and not is:assured'",
      "  plimsoll list --format proc proto:tcp | awk '{ print $6 }' | sort | uniq -c"
    })
final class ListCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final FormatOptions formats = new FormatOptions();
  @Mixin private final FilterWords words = new FilterWords();

  @Mixin private final TopRows top = new TopRows();

  ListCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final SessionFilter filter = words.filter();
    final var writer = new Writer(formats.format(), console.bytes(), top.orElse(Integer.MAX_VALUE));
    try {
      tables.forEach(console, table -> table.read(filter, writer));
    } catch (final EnoughException e) {
      // Asked for: no reason to read on.
    }
    writer.flush();
    return ExitCode.OK;
  }

  /** Ends a dump whose remaining sessions nobody asked for. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super(null, null, false, false);
    }
  }

  /** Writes sessions in large pieces. */
  private static final class Writer implements SessionVisitor {
    private static final int PIECE_BYTES = 1 << 16;

    private final SessionFormat format;
    private final OutputStream out;
    private final LineBuffer lines = new LineBuffer(PIECE_BYTES + 1024);
    private long left;

    Writer(final SessionFormat format, final OutputStream out, final long left) {
      this.format = format;
      this.out = out;
      this.left = left;
      format.beginSessions(lines);
    }

    @Override
    public void visit(final Session session) {
      if (left-- <= 0) {
        throw new EnoughException();
      }
      format.write(session, lines);
      if (lines.length() >= PIECE_BYTES) {
        flush();
      }
    }

    void flush() {
      try {
        lines.drainTo(out);
      } catch (final IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
