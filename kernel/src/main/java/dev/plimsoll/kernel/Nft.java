package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program nft(8) inside a namespace. Rules are made by it and not through netlink, so that
 * everybody can read and remove them with the tool they know.
 */
final class Nft {
  private static final long PATIENCE_SECONDS = 10;

  private Nft() {}

  /**
   * Runs it to its end.
   *
   * @param input what it reads
   * @return what it printed
   * @throws MissingException if there is no such program
   * @throws IOException if it refuses; the message holds its first line
   */
  static String run(final NetworkNamespace namespace, final String input, final String... words)
      throws IOException {
    // A process belongs to the namespace of the thread that starts it.
    final Process process = namespace.call(() -> start(words));
    // One that hangs is ended, so that reading its answer ends too.
    process
        .onExit()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(_ -> {
          process.destroyForcibly();
          return process;
        });
    try (var out = process.getInputStream()) {
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      final String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("nft did not end within 10 seconds");
      }
      if (process.exitValue() != 0) {
        throw new RefusedException(
            "nft refused in namespace %s: %s"
                .formatted(namespace.displayName(), text.strip().lines().findFirst().orElse("")));
      }
      return text;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while nft worked", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(final String... words) throws IOException {
    final List<String> command = new ArrayList<>(List.of("nft"));
    command.addAll(List.of(words));
    final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, sbin) -> path + ":" + sbin);
    try {
      return builder.start();
    } catch (final IOException e) {
      throw new MissingException(e);
    }
  }

  /** It ran, and did not do what was asked for. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(final String message) {
      super(message);
    }
  }

  /** It is not installed. */
  static final class MissingException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingException(final IOException cause) {
      super("the program nft is missing, which makes the rule (Debian's package nftables)", cause);
    }
  }
}
