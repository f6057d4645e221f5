package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.junit.jupiter.api.Test;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Console console(final PrintWriter output) {
    return new Console(OutputStream.nullOutputStream(), output, new PrintWriter(err), false);
  }

  private int run(final String... args) {
    return Main.run(console(new PrintWriter(out)), args);
  }

  /** Refuses what it is given, as a full disk does. */
  private static PrintWriter refusing(final UncheckedIOException refusal) {
    return new PrintWriter(
        new Writer() {
          @Override
          public void write(final char[] text, final int from, final int length) {
            throw refusal;
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  @Test
  void helpIsAnAnswer() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: plimsoll", "count", "Exit codes:");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpDoesNotShowWhatIsForTheBuildOnly() {
    run("--help");
    assertThat(out.toString()).doesNotContain("training-run");
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("Usage: plimsoll");
  }

  @Test
  void anUnknownOptionIsWrongUsage() {
    assertThat(run("count", "--sideways")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .isEqualTo("plimsoll: there is no option --sideways\nTry 'plimsoll count --help'.\n");
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheRightOne() {
    assertThat(run("cuont")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Did you mean", "plimsoll count");
  }

  @Test
  void aClosedPipeEndsQuietly() {
    final PrintWriter closed = refusing(new ClosedPipeException(new IOException("Broken pipe")));
    assertThat(Main.run(console(closed), "--help")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFullDiskIsToldInOneLine() {
    final PrintWriter full = refusing(new UncheckedIOException(new IOException("no room")));
    assertThat(Main.run(console(full), "--help")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).isEqualTo("plimsoll: no room\n");
  }

  @Test
  void debugShowsWhereItHappened() {
    final PrintWriter full = refusing(new UncheckedIOException(new IOException("no room")));
    Main.run(console(full), "--debug", "completion", "fish");
    assertThat(err.toString()).startsWith("plimsoll: no room\n").contains("\tat dev.plimsoll.app.");
  }
}
