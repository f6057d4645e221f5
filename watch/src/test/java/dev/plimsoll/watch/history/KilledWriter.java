package dev.plimsoll.watch.history;

import static dev.plimsoll.watch.history.HistorySamples.composition;
import static dev.plimsoll.watch.history.HistorySamples.delivery;
import static dev.plimsoll.watch.history.HistorySamples.openAtNoon;
import static dev.plimsoll.watch.history.HistorySamples.reading;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A process that writes a history until it is killed, and says on its output what it was promised
 * to be kept: {@code samples UNTIL} or {@code alert ID}.
 */
final class KilledWriter {
  private KilledWriter() {}

  /** Takes the file, and the time of the first sample. */
  public static void main(final String[] arguments) {
    final History history = openAtNoon(Path.of(arguments[0]));
    long time = Long.parseLong(arguments[1]);
    final SplittableRandom random = new SplittableRandom(time);
    while (true) {
      for (int i = random.nextInt(1, 40); i > 0; i--) {
        history.add(reading("own", time, random.nextInt(1_000)));
        history.add(composition("own", time, 10));
        time += 5_000;
      }
      if (random.nextInt(4) == 0) {
        final String id = "a" + time;
        history.put(List.of(delivery(id, "mail", time), delivery(id, "hook", time)));
        System.out.println("alert " + id);
      } else if (history.flush()) {
        System.out.println("samples " + (time - 5_000));
      }
    }
  }
}
