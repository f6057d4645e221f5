package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says in an alert what a diagnosis found. Its words may hold names that a hostile process chose:
 * each becomes one short line of plain characters.
 */
final class DiagnosisText {
  private static final int MOST_CHARACTERS = 300;

  private DiagnosisText() {}

  /** As {@link #facts}, the first one with the class before it. */
  static List<String> verdictAndFacts(final @Nullable Diagnosis diagnosis) {
    final List<String> facts = new ArrayList<>(facts(diagnosis));
    if (diagnosis != null && !facts.isEmpty()) {
      facts.set(0, verdict(diagnosis.causeClass()) + ": " + facts.getFirst());
    }
    return facts;
  }

  /** The strongest facts as sentences; empty where nothing was found. */
  static List<String> facts(final @Nullable Diagnosis diagnosis) {
    if (diagnosis == null
        || diagnosis.findings().isEmpty()
        || diagnosis.causeClass() == CauseClass.UNKNOWN) {
      return List.of();
    }
    return diagnosis.reasons().isEmpty()
        ? List.of(sentence(found(diagnosis)))
        : diagnosis.reasons().stream().map(reason -> sentence(plain(reason))).toList();
  }

  private static String verdict(final CauseClass causeClass) {
    return switch (causeClass) {
      case COMPROMISED -> "Looks compromised";
      case ATTACKED -> "Is under attack";
      case MISCONFIGURED -> "Looks misconfigured";
      case BUSY -> "Is busy";
      case UNKNOWN -> "Unknown";
    };
  }

  /** The strongest finding in a few words: {@code port scan of many hosts (tcp port 22)}. */
  static String found(final Diagnosis diagnosis) {
    if (diagnosis.findings().isEmpty()) {
      return "the host's own signs say so";
    }
    final Finding strongest = diagnosis.findings().getFirst();
    return strongest.subject().isEmpty()
        ? strongest.card().title()
        : plain("%s (%s)".formatted(strongest.card().title(), strongest.subject()));
  }

  private static String plain(final String text) {
    final String line = text.replaceAll("[\\p{C}\\p{Z}\\s]+", " ").strip();
    final int end = line.offsetByCodePoints(0, Math.min(MOST_CHARACTERS, codePoints(line)));
    return end < line.length() ? line.substring(0, end) + "…" : line;
  }

  private static int codePoints(final String line) {
    return line.codePointCount(0, line.length());
  }

  private static String sentence(final String words) {
    final int first = words.offsetByCodePoints(0, Math.min(1, words.length()));
    final String capital = words.substring(0, first).toUpperCase(Locale.ROOT);
    final String end = words.endsWith(".") || words.endsWith("…") ? "" : ".";
    return capital + words.substring(first) + end;
  }
}
