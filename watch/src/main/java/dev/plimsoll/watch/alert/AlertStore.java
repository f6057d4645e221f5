package dev.plimsoll.watch.alert;

import java.util.List;
import java.util.Set;

/**
 * Keeps alerts and their deliveries over restarts. The history implements it; what it cannot write
 * now it keeps in memory and writes later, in the order in which it came. Any thread may call it.
 *
 * <p>A delivery is named by its alert's id and its channel.
 */
public interface AlertStore {
  /**
   * Whether what was kept before can be read now. If not, {@link #recall} and {@link #pending} know
   * only what was kept since.
   */
  boolean isReadable();

  /**
   * Keeps what has been decided so far, as a small text, together with the deliveries that the
   * decision asks for, in one step: after a power loss both are there or neither is. So no alert is
   * lost, and none is decided twice. A delivery that is there already stays as it is. When this
   * returns a kill of the process undoes it no more, unless it cannot be written now.
   *
   * @param key names the text; a later text of that key replaces it
   * @param text at most some kilobytes
   * @param deliveries may be empty
   */
  void remember(String key, String text, List<Delivery> deliveries);

  /** What {@link #remember} kept, or an empty text. */
  String recall(String key);

  /** The keys of all texts that are kept and not empty. */
  Set<String> keys();

  /** Keeps how far deliveries have come, in place of what was kept of them; all or none. */
  void put(List<Delivery> deliveries);

  /** Deliveries still to be made, oldest alert first. */
  List<Delivery> pending();

  /** The newest deliveries, newest alert first. */
  List<Delivery> newest(int rows);
}
