package dev.plimsoll.app;

import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.capture.CaptureFiles;
import dev.plimsoll.watch.PlainText;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** A line on the terminal that says how far the reading is; nothing where nobody looks. */
final class TrackProgress implements AutoCloseable {
  private static final long SHOW_EVERY_NANOS = 200_000_000;
  private static final int BATCHES_BETWEEN_LOOKS = 64;
  private static final String ERASE = "\r\u001b[K";

  private final CaptureFiles source;
  private final PacketPipeline pipeline;
  private final @Nullable PrintStream terminal;
  private final long startNanos = System.nanoTime();
  private long shownNanos = startNanos;
  private int batches;
  private boolean isShown;

  private TrackProgress(
      final CaptureFiles source,
      final PacketPipeline pipeline,
      final @Nullable PrintStream terminal) {
    this.source = source;
    this.pipeline = pipeline;
    this.terminal = terminal;
  }

  static TrackProgress of(final CaptureFiles source, final PacketPipeline pipeline) {
    return new TrackProgress(source, pipeline, Console.isErrorTerminal() ? System.err : null);
  }

  /** Says how far it is, now and then. */
  void step() {
    if (terminal == null || ++batches % BATCHES_BETWEEN_LOOKS != 0) {
      return;
    }
    final long now = System.nanoTime();
    if (now - shownNanos < SHOW_EVERY_NANOS) {
      return;
    }
    shownNanos = now;
    isShown = true;
    terminal.print(ERASE + text((now - startNanos) / 1e9));
    terminal.flush();
  }

  private String text(final double seconds) {
    final long packets = pipeline.frameCount();
    final String soFar =
        "%s packets, %s a second"
            .formatted(PlainText.count(packets), PlainText.count(Math.round(packets / seconds)));
    if (source.bytesTotal() <= 0 || source.bytesRead() <= 0) {
      return soFar;
    }
    final double part = Math.min(1, (double) source.bytesRead() / source.bytesTotal());
    return "%d %%  %s, %s left"
        .formatted(
            Math.round(part * 100),
            soFar,
            Quantities.seconds(Math.round(seconds / part - seconds)));
  }

  @Override
  public void close() {
    if (terminal != null && isShown) {
      terminal.print(ERASE);
      terminal.flush();
    }
  }
}
