package dev.plimsoll.app;

import dev.plimsoll.app.diagnose.WatchFindings;
import dev.plimsoll.app.top.DaemonClient;
import dev.plimsoll.app.top.Top.Attachment;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import dev.plimsoll.watch.diagnosis.LongerWatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the watch found that a diagnosis asks.
 *
 * @param name its address, or null if none was asked, or it had nothing to say
 * @param findings what it found
 */
record AskedWatch(@Nullable String name, LongerWatch findings) {
  private static final AskedWatch NOBODY = new AskedWatch(null, LongerWatch.NONE);

  /**
   * Asks it.
   *
   * @param errors is told of a watch that runs but gives no answer, where none was named
   * @throws IOException if the one that was named gives no answer
   */
  static AskedWatch ask(
      final Attachment attachment, final String namespace, final PrintWriter errors)
      throws IOException {
    return switch (attachment) {
      case Attachment.Alone() -> NOBODY;
      case Attachment.To(final URI address, final String token) -> {
        try {
          yield ask(new DaemonClient(address, token), namespace);
        } catch (final ConnectException | SocketTimeoutException e) {
          throw new IOException(
              "no watch answers at %s: see whether it runs, or leave --attach out"
                  .formatted(address),
              e);
        }
      }
      case Attachment.IfThere(final URI address, final String token) -> {
        try {
          yield ask(new DaemonClient(address, token), namespace);
        } catch (final ConnectException | SocketTimeoutException e) {
          // None runs here, or it is too busy: that is the usual case.
          yield NOBODY;
        } catch (final IOException e) {
          errors.println(
              "plimsoll: what the watch found is left out: "
                  + HarmlessText.of(String.valueOf(e.getMessage())));
          yield NOBODY;
        }
      }
    };
  }

  private static AskedWatch ask(final DaemonClient watch, final String namespace)
      throws IOException {
    final LongerWatch findings = WatchFindings.ask(watch, namespace, System.currentTimeMillis());
    return findings.equals(LongerWatch.NONE) ? NOBODY : new AskedWatch(watch.name(), findings);
  }
}
