package dev.plimsoll.app.top;

import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.LimitRule;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      Charset charset,
      Attachment attachment) {}

  /** Whose judgement is shown: a watch that has run for long knows more than one that begins. */
  public sealed interface Attachment {
    /** Our own. */
    record Alone() implements Attachment {}

    /** That of the watch at this address, which must answer; with its token, if it wants one. */
    record To(URI address, @Nullable String token) implements Attachment {}

    /** That of the watch at this address if it answers, else our own. */
    record IfThere(URI address, @Nullable String token) implements Attachment {}
  }

  /** Opens the mirror of the tables that are meant. */
  @FunctionalInterface
  public interface Tables {
    Mirror mirror(MirrorListener listener) throws IOException;
  }

  /**
   * Shows it until the user ends it.
   *
   * @throws NoTerminalException if there is no terminal; nothing else was done then
   * @throws IOException if the kernel, the terminal, or a watch that was asked for by its address
   *     refuses
   */
  public static void show(final Settings settings, final Tables tables) throws IOException {
    try (FullScreen screen = FullScreen.open(settings.charset());
        MirrorHeadings own = new MirrorHeadings(settings.rule(), settings.every())) {
      final DaemonClient watch = watch(settings.attachment());
      try (Mirror mirror = tables.mirror(own).start()) {
        mirror.awaitSynchronised(FIRST_DUMP);
        final HeadingSource mine = own.of(mirror);
        final List<String> namespaces = mirror.tables().stream().map(MirrorLooks::nameOf).toList();
        final HeadingSource headings = watch == null ? mine : new DaemonHeadings(watch, mine);
        show(screen, settings, namespaces, true, headings, new MirrorLooks(mirror));
      } catch (final KernelException e) {
        if (watch == null || !e.isMissingRight()) {
          throw e;
        }
        // The watch may do what we may not.
        show(
            screen,
            settings,
            DaemonHeadings.namespaces(watch),
            false,
            new DaemonHeadings(watch, null),
            new DaemonLooks(watch));
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void show(
      final FullScreen screen,
      final Settings settings,
      final List<String> namespaces,
      final boolean canShowAll,
      final HeadingSource headings,
      final LookSource looks)
      throws IOException {
    final TopModel model =
        new TopModel(namespaces, canShowAll, settings.filter(), settings.filterText());
    new TopView(screen, model, Glyphs.of(settings.isUnicode()), settings.isColour())
        .run(headings, looks, settings.every());
  }

  /** The watch, if it is there and answers. */
  private static @Nullable DaemonClient watch(final Attachment attachment) throws IOException {
    return switch (attachment) {
      case Attachment.Alone() -> null;
      case Attachment.To(final URI address, final String token) -> {
        final DaemonClient watch = new DaemonClient(address, token);
        DaemonHeadings.namespaces(watch);
        yield watch;
      }
      case Attachment.IfThere(final URI address, final String token) -> {
        final DaemonClient watch = new DaemonClient(address, token);
        try {
          DaemonHeadings.namespaces(watch.impatient());
          yield watch;
        } catch (final IOException e) {
          // None runs here, or none for us: that is the usual case.
          yield null;
        }
      }
    };
  }
}
