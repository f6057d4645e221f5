package dev.plimsoll.kernel.process;

import java.util.Locale;
import java.util.Set;

/**
 * Tells a name that somebody chose from one that was rolled. Each pair of neighbouring letters
 * weighs how much likelier it is in words and names of programs than by chance; a name whose pairs
 * weigh little was hardly chosen.
 *
 * <p>Of rolled names it knows seven in ten of 8 letters, and nine in ten of 14; of some 300 usual
 * program names four would be mistaken, and are known by name.
 */
final class RandomName {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 16;

  /** What the pairs of a name weigh together at most if it is held for a rolled one. */
  private static final int MOST = -5;

  /** Stands in the table for a pair that is as likely in words as by chance. */
  private static final char CHANCE = '5';

  /**
   * A row for the first letter, a column for the second, a to z: the binary logarithm of how much
   * likelier the pair is than by chance. Counted in 25,000 English words of manuals and in the
   * names of programs.
   */
  private static final String[] PAIRS = {
    "25662352504757150767443341",
    "74546432652743641654621343",
    "73536327506542741546521131",
    "65458443722543641554533232",
    "53664442402556343766243542",
    "63546631700644741665513141",
    "53548345601546541665532123",
    "82337322703444730546523142",
    "55655450102658651566140304",
    "74557423624344753364624111",
    "64448454712544541465524032",
    "63357331703633630355541152",
    "75447321603553670354521131",
    "63666572614434630367542132",
    "44653442414667560755645221",
    "72447344604633651756532141",
    "43444342422545344555932212",
    "73558342703454640566432051",
    "52537335604543552467533042",
    "63537425703443640765422253",
    "55546441502667360667211412",
    "73438431701463530444222120",
    "73557335703446640664323212",
    "53657533504463462468332434",
    "54545342522666581476433224",
    "63448434722554531344423245"
  };

  /** Usual programs that look rolled. */
  private static final Set<String> KNOWN =
      Set.of("nzbhydra", "fwupdmgr", "rhythmbox", "sabnzbdplus");

  private RandomName() {}

  /** Whether the name consists of 8 to 16 letters that look rolled. */
  static boolean looksRolled(final String name) {
    if (name.length() < SHORTEST || name.length() > LONGEST) {
      return false;
    }
    final String letters = name.toLowerCase(Locale.ROOT);
    if (!letters.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      return false;
    }
    int weight = 0;
    for (int i = 1; i < letters.length(); i++) {
      weight += PAIRS[letters.charAt(i - 1) - 'a'].charAt(letters.charAt(i) - 'a') - CHANCE;
    }
    return weight <= MOST && !KNOWN.contains(letters);
  }
}
