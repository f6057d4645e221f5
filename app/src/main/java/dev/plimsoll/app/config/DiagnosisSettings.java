package dev.plimsoll.app.config;

import dev.plimsoll.watch.diagnosis.Diagnostician;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Thresholds;
import dev.plimsoll.watch.diagnosis.card.Cards;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is normal for a host, and where trouble begins.
 *
 * @param roles what the host is there for
 */
public record DiagnosisSettings(Set<Role> roles, Thresholds thresholds) {
  /** Nothing is declared, and every threshold is as documented. */
  public static final DiagnosisSettings STANDARD =
      new DiagnosisSettings(Set.of(), Thresholds.STANDARD);

  public DiagnosisSettings {
    roles = Set.copyOf(roles);
  }

  /** Who judges by these. */
  public Diagnostician diagnostician() {
    return new Diagnostician(Cards.ALL, thresholds, roles);
  }

  /**
   * Roles by their words.
   *
   * @throws IllegalArgumentException if there is no such role; the message names those there are
   */
  public static Set<Role> roles(final List<String> words) {
    final Set<Role> roles = EnumSet.noneOf(Role.class);
    for (final String word : words) {
      roles.add(
          Arrays.stream(Role.values())
              .filter(role -> role.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(() -> noSuchRole(word)));
    }
    return roles;
  }

  private static IllegalArgumentException noSuchRole(final String word) {
    return new IllegalArgumentException(
        "there is no role \"%s\"; roles are %s"
            .formatted(
                word,
                Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", "))));
  }

  /**
   * Thresholds of which some are changed.
   *
   * @param assignments such as {@code scan.horizontal.out.warn_hosts=100}
   * @throws IllegalArgumentException if one is not that, or names no threshold; the message says so
   */
  public static Thresholds thresholds(final List<String> assignments) {
    final Map<String, Double> numbers = new HashMap<>();
    for (final String text : assignments) {
      final String[] parts = text.split("=", 2);
      try {
        numbers.put(parts[0].strip(), Double.valueOf(parts.length == 2 ? parts[1] : ""));
      } catch (final NumberFormatException e) {
        throw new IllegalArgumentException(
            "a threshold is set by NAME=NUMBER, and \"" + text + "\" is not that", e);
      }
    }
    return Thresholds.of(numbers);
  }
}
