package dev.plimsoll.watch.diagnosis.card;

import dev.plimsoll.watch.diagnosis.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The strongest findings over many keys. */
final class Several {
  // More of one sign says nothing more, and an attack must not make a list without end.
  private static final int MOST = 3;

  private Several() {}

  static <T> List<Finding> of(final List<T> keys, final Function<T, List<Finding>> detector) {
    return keys.stream()
        .flatMap(key -> detector.apply(key).stream())
        .sorted(Comparator.comparingDouble(Finding::confidence).reversed())
        .limit(MOST)
        .toList();
  }
}
