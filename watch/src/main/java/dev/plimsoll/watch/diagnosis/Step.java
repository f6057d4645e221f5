package dev.plimsoll.watch.diagnosis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do on this very host.
 *
 * @param id short and stable: {@code block-port-tcp-22}
 * @param title what it is, in the imperative
 * @param reason why, with the numbers
 * @param commands what to type, with the real names; empty where it is not typed
 * @param changes what it changes
 * @param undo how to take it back; empty if it changes nothing
 * @param action what Plimsoll can do itself, or null
 */
public record Step(
    String id,
    String title,
    String reason,
    List<String> commands,
    String changes,
    String undo,
    @Nullable Action action) {
  public Step {
    commands = List.copyOf(commands);
  }
}
