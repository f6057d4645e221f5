package dev.plimsoll.app.top;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.LimitRule;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;

/** The full-screen view of the sessions. Needs a terminal, and what a {@link Mirror} needs. */
public final class Top {
  private static final Duration FIRST_DUMP = Duration.ofSeconds(60);

  private Top() {}

  /**
   * What is asked for.
   *
   * @param rule what the count is judged by
   * @param every how often it is counted and drawn
   * @param filterText the text of the filter
   * @param charset what the terminal shows text in
   */
  public record Settings(
      LimitRule rule,
      Duration every,
      SessionFilter filter,
      String filterText,
      boolean isColour,
      boolean isUnicode,
      Charset charset) {}

  /** Opens the mirror of the tables that are meant. */
  @FunctionalInterface
  public interface Tables {
    Mirror mirror(MirrorListener listener) throws IOException;
  }

  /**
   * Shows it until the user ends it.
   *
   * @throws NoTerminalException if there is no terminal; nothing else was done then
   * @throws IOException if the kernel or the terminal refuses
   */
  public static void show(final Settings settings, final Tables tables) throws IOException {
    try (FullScreen screen = FullScreen.open(settings.charset());
        MirrorHeadings own = new MirrorHeadings(settings.rule(), settings.every());
        Mirror mirror = tables.mirror(own).start()) {
      mirror.awaitSynchronised(FIRST_DUMP);
      final List<String> namespaces = mirror.tables().stream().map(MirrorLooks::nameOf).toList();
      final TopModel model = new TopModel(namespaces, settings.filter(), settings.filterText());
      new TopView(screen, model, Glyphs.of(settings.isUnicode()), settings.isColour())
          .run(own.of(mirror), new MirrorLooks(mirror), settings.every());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
