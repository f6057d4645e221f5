package dev.plimsoll.app;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is normal for a host, and where trouble begins. */
final class DiagnosisOptions {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--role",
      paramLabel = "ROLE[,ROLE]",
      split = ",",
      description =
          "What the host is there for, which changes what is normal: mail-server, resolver, proxy,"
              + " crawler, tor-relay, peer-to-peer, monitoring or backup.")
  private List<String> roles = List.of();

  @Option(
      names = "--threshold",
      paramLabel = "NAME=NUMBER",
      description =
          "Where a sign begins, such as scan.horizontal.out.warn_hosts=100. May be given again.")
  private List<String> thresholds = List.of();

  Diagnostician diagnostician() {
    return new Diagnostician(Cards.ALL, thresholds(), roles());
  }

  private Set<Role> roles() {
    final Set<Role> declared = EnumSet.noneOf(Role.class);
    for (final String word : roles) {
      declared.add(
          Arrays.stream(Role.values())
              .filter(role -> role.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(() ->
                  FilterWords.usage(
                      command,
                      "there is no role \"%s\"; roles are %s"
                          .formatted(
                              word,
                              Arrays.stream(Role.values())
                                  .map(Role::word)
                                  .collect(Collectors.joining(", "))))));
    }
    return declared;
  }

  private Thresholds thresholds() {
    final Map<String, Double> numbers = new HashMap<>();
    for (final String text : thresholds) {
      final int equals = text.indexOf('=');
      try {
        numbers.put(text.substring(0, equals), Double.valueOf(text.substring(equals + 1)));
      } catch (final NumberFormatException | IndexOutOfBoundsException e) {
        throw FilterWords.usage(
            command, "--threshold takes NAME=NUMBER, and \"" + text + "\" is not that");
      }
    }
    try {
      return Thresholds.of(numbers);
    } catch (final IllegalArgumentException e) {
      throw FilterWords.usage(command, String.valueOf(e.getMessage()));
    }
  }
}
