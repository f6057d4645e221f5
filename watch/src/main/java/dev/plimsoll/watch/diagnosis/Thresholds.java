package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.NearestWord;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the thresholds are set to. Immutable. */
public final class Thresholds {
  /** All as they are documented. */
  public static final Thresholds STANDARD = new Thresholds(new EnumMap<>(Threshold.class));

  private static final List<String> KEYS =
      Arrays.stream(Threshold.values()).map(Threshold::key).toList();

  private final EnumMap<Threshold, Double> set;

  private Thresholds(final EnumMap<Threshold, Double> set) {
    this.set = set;
  }

  /**
   * The standard ones with some of them changed.
   *
   * @param numbers by {@link Threshold#key}
   * @throws IllegalArgumentException if there is no such threshold, or a number is not above 0, or
   *     a share above 1; the message names the threshold, and the nearest one
   */
  public static Thresholds of(final Map<String, ? extends Number> numbers) {
    final EnumMap<Threshold, Double> set = new EnumMap<>(Threshold.class);
    numbers.forEach((key, number) -> {
      final double value = number.doubleValue();
      final Threshold threshold = named(key);
      if (!(value > 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            "the threshold %s must be above 0, not %s".formatted(key, number));
      }
      if (isShare(key) && value > 1) {
        throw new IllegalArgumentException(
            "the threshold %s is a share, at most 1, not %s".formatted(key, number));
      }
      set.put(threshold, value);
    });
    return new Thresholds(set);
  }

  private static Threshold named(final String key) {
    for (final Threshold threshold : Threshold.values()) {
      if (threshold.key().equals(key)) {
        return threshold;
      }
    }
    final @Nullable String near = NearestWord.of(key, KEYS);
    throw new IllegalArgumentException(
        "there is no threshold \"%s\"%s"
            .formatted(key, near == null ? "" : "; did you mean " + near + "?"));
  }

  private static boolean isShare(final String key) {
    return key.endsWith("_share") || key.endsWith("_score");
  }

  /** The number that a threshold is set to. */
  public double of(final Threshold threshold) {
    return set.getOrDefault(threshold, threshold.standard());
  }

  /** Whole seconds, or a whole count. */
  public int whole(final Threshold threshold) {
    return (int) Math.ceil(of(threshold));
  }
}
