package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import java.util.List;
import java.util.Set;

/**
 * What a scene is, and so what a diagnosis of it must say.
 *
 * @param name in a few words, unique in the set
 * @param cards the sign that must be found; of harmless scenes none
 * @param expected the class that is right
 * @param windowSeconds within which the sign must be found, from its first packet
 * @param companions further signs that are there too, so that they are right if they are found
 */
public record Label(
    String name,
    List<Card> cards,
    Intensity intensity,
    CauseClass expected,
    int windowSeconds,
    Set<Card> companions) {
  public Label {
    cards = List.copyOf(cards);
    companions = Set.copyOf(companions);
  }

  /** Whether a sign belongs to the scene. */
  public boolean allows(final Card card) {
    return cards.contains(card) || companions.contains(card);
  }
}
