package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.Composition;
import org.jspecify.annotations.Nullable;

/**
 * What a server's table consisted of. Asked only when there is something to tell; an answer may
 * wait for a disk. Where it cannot be known the answer is null, and the alert goes without.
 */
public interface Past {
  /** The newest composition; a minute old, or some minutes for a very large table. */
  @Nullable Composition newest(String namespace);

  /** The newest composition that is not later than a moment, in milliseconds since 1970. */
  @Nullable Composition before(String namespace, long timeMillis);
}
