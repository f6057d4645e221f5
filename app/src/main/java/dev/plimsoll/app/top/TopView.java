package dev.plimsoll.app.top;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Brings keys, findings and the screen together, on the calling thread, until the user ends it. */
final class TopView {
  private final FullScreen screen;
  private final TopModel model;
  private final Glyphs glyphs;
  private final boolean isColour;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private Scene scene = Scene.START;
  private TopModel.Page page = new TopModel.Page(null, 1, 1);

  /** What there is to react to. */
  private sealed interface Event {
    record Pressed(Key key) implements Event {}

    record Found(TopData.Update update) implements Event {}

    record InputFailed(IOException reason) implements Event {}

    enum Signal implements Event {
      RESIZED,
      STOPPED,
      CONTINUED
    }
  }

  TopView(
      final FullScreen screen, final TopModel model, final Glyphs glyphs, final boolean isColour) {
    this.screen = screen;
    this.model = model;
    this.glyphs = glyphs;
    this.isColour = isColour;
  }

  void run(final HeadingSource headings, final LookSource looks, final Duration every)
      throws IOException {
    screen.on(Terminal.Signal.WINCH, () -> events.add(Event.Signal.RESIZED));
    screen.on(Terminal.Signal.TSTP, () -> events.add(Event.Signal.STOPPED));
    screen.on(Terminal.Signal.CONT, () -> events.add(Event.Signal.CONTINUED));
    screen.on(Terminal.Signal.INT, () -> events.add(new Event.Pressed(Key.Named.QUIT)));
    screen.enter();
    try (TopData data =
        new TopData(
            headings,
            looks,
            every,
            model.question(),
            update -> events.add(new Event.Found(update)))) {
      Thread.ofPlatform().name("plimsoll-keys").daemon().start(this::readKeys);
      draw();
      data.start();
      while (!model.isEnded()) {
        @Nullable Event event = events.take();
        while (event != null) {
          take(event);
          event = events.poll();
        }
        data.ask(model.question(), model.isFrozen());
        draw();
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readKeys() {
    try {
      Key key;
      do {
        key = screen.readKey();
        events.add(new Event.Pressed(key));
      } while (key != Key.Named.QUIT);
    } catch (final IOException e) {
      events.add(new Event.InputFailed(e));
    }
  }

  private void take(final Event event) throws IOException {
    switch (event) {
      case Event.Pressed(final Key key) -> {
        if (key == Key.Named.REDRAW) {
          screen.forget();
        } else {
          model.press(key, page);
        }
      }
      case Event.Found(final TopData.Update update) -> take(update);
      case Event.InputFailed(final IOException reason) ->
          throw new IOException("cannot read the keys: " + reason.getMessage(), reason);
      case final Event.Signal signal -> {
        switch (signal) {
          case RESIZED -> screen.forget();
          case STOPPED -> stop();
          case CONTINUED -> screen.enter();
        }
      }
    }
  }

  private void take(final TopData.Update update) {
    switch (update) {
      case TopData.Update.Headings(final var headings) -> {
        scene = scene.with(headings);
        model.namespaces(headings.stream().map(heading -> heading.headline().namespace()).toList());
      }
      case TopData.Update.Sessions(final Look look) -> scene = scene.with(look);
      case TopData.Update.Failed(final String sentence) -> scene = scene.with(sentence);
      case TopData.Update.Broken(final Throwable defect) ->
          throw new IllegalStateException("looking failed", defect);
    }
  }

  /**
   * Ctrl-Z: gives the terminal back and stops the process, as it would have without us. Only the
   * kernel can stop a process, and the JDK has no way to ask for it.
   */
  private void stop() throws IOException {
    screen.leave();
    final Process kill =
        new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + ProcessHandle.current().pid())
            .inheritIO()
            .start();
    try {
      // This thread stands still with the process, and goes on with it.
      kill.waitFor();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    screen.enter();
  }

  private void draw() throws IOException {
    final TopScreen layout =
        new TopScreen(screen.columns(), screen.rows(), glyphs, ZoneId.systemDefault());
    final TopScreen.Picture picture = layout.draw(model, scene);
    page = new TopModel.Page(scene.look(), picture.sessionRows(), picture.groupRows());
    screen.show(picture.lines(), isColour);
  }
}
