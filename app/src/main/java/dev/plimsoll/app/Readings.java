package dev.plimsoll.app;

import dev.plimsoll.watch.Reading;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The newest reading of each namespace, and who wants to hear of new ones. Any thread. */
final class Readings {
  private static final Logger LOG = System.getLogger("plimsoll.watch");

  private final Map<String, Reading> latest = new ConcurrentHashMap<>();
  private final List<Consumer<Reading>> consumers = new CopyOnWriteArrayList<>();

  void accept(final Reading reading) {
    latest.put(reading.namespace(), reading);
    for (final Consumer<Reading> consumer : consumers) {
      try {
        consumer.accept(reading);
      } catch (final RuntimeException e) {
        // A viewer's failure is not the watch's.
        LOG.log(Level.WARNING, "A viewer could not be told", e);
      }
    }
  }

  void forget(final String namespace) {
    latest.remove(namespace);
  }

  @Nullable Reading latest(final String namespace) {
    return latest.get(namespace);
  }

  void add(final Consumer<Reading> consumer) {
    consumers.add(consumer);
  }

  void remove(final Consumer<Reading> consumer) {
    consumers.remove(consumer);
  }
}
