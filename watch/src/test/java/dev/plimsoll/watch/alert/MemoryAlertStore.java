package dev.plimsoll.watch.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A store that keeps everything as long as the test lasts. */
final class MemoryAlertStore implements AlertStore {
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Delivery> deliveries = new LinkedHashMap<>();
  private final Map<String, String> hiddenTexts = new HashMap<>();
  private final Map<String, Delivery> hiddenDeliveries = new LinkedHashMap<>();
  private boolean away;

  /** What was kept so far cannot be read. */
  synchronized void leave() {
    away = true;
    move(texts, hiddenTexts);
    move(deliveries, hiddenDeliveries);
  }

  /**
   * It can be read again; of what was kept meanwhile, texts have taken the place of earlier ones.
   */
  synchronized void comeBack() {
    away = false;
    hiddenTexts.forEach(texts::putIfAbsent);
    hiddenDeliveries.forEach(deliveries::putIfAbsent);
  }

  private static <T> void move(final Map<String, T> from, final Map<String, T> to) {
    to.putAll(from);
    from.clear();
  }

  @Override
  public synchronized boolean isReadable() {
    return !away;
  }

  @Override
  public synchronized void remember(
      final String key, final String text, final List<Delivery> fresh) {
    texts.put(key, text);
    fresh.forEach(delivery -> deliveries.putIfAbsent(name(delivery), delivery));
  }

  @Override
  public synchronized String recall(final String key) {
    return texts.getOrDefault(key, "");
  }

  @Override
  public synchronized Set<String> keys() {
    return texts.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized void put(final List<Delivery> changed) {
    changed.forEach(delivery -> deliveries.put(name(delivery), delivery));
  }

  @Override
  public synchronized List<Delivery> pending() {
    return deliveries.values().stream()
        .filter(delivery -> delivery.state() == Delivery.State.PENDING)
        .sorted(Comparator.comparingLong(delivery -> delivery.alert().timeMillis()))
        .toList();
  }

  @Override
  public synchronized List<Delivery> newest(final int rows) {
    final List<Delivery> all = new ArrayList<>(deliveries.values());
    return all.reversed().stream().limit(rows).toList();
  }

  private static String name(final Delivery delivery) {
    return delivery.alert().id() + " " + delivery.channel();
  }
}
