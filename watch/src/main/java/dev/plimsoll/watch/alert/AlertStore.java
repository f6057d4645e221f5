package dev.plimsoll.watch.alert;

import java.util.List;

/**
 * Keeps alerts and their deliveries over restarts. The history implements it; what it cannot write
 * now it keeps in memory and writes later.
 */
public interface AlertStore {
  /** Adds or replaces deliveries, each named by its alert's id and its channel; all or none. */
  void put(List<Delivery> deliveries);

  /** Deliveries still to be made, those due first first. */
  List<Delivery> pending();

  /** The newest deliveries, newest first. */
  List<Delivery> newest(int rows);

  /** What {@link #remember} kept, or an empty text. */
  String recall(String key);

  /**
   * Keeps a small text, such as what has been alerted on so far, over restarts. It is written no
   * later than what is put after it.
   */
  void remember(String key, String text);
}
