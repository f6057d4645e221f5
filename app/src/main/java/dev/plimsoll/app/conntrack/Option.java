package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.OptionScanner.Argument;
import dev.plimsoll.app.conntrack.OptionScanner.Spelling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of conntrack(8) that are not one protocol's, and Plimsoll's own. They stand in the
 * order in which conntrack(8) checks them.
 */
enum Option implements Flag {
  ORIG_SRC('s', Argument.REQUIRED, "src", "orig-src"),
  ORIG_DST('d', Argument.REQUIRED, "dst", "orig-dst"),
  REPLY_SRC('r', Argument.REQUIRED, "reply-src"),
  REPLY_DST('q', Argument.REQUIRED, "reply-dst"),
  PROTOCOL('p', Argument.REQUIRED, "protonum"),
  TIMEOUT('t', Argument.REQUIRED, "timeout"),
  STATUS('u', Argument.REQUIRED, "status"),
  ZERO('z', Argument.NONE, "zero"),
  EVENT_MASK('e', Argument.REQUIRED, "event-mask"),
  TUPLE_SRC('[', Argument.REQUIRED, "tuple-src"),
  TUPLE_DST(']', Argument.REQUIRED, "tuple-dst"),
  MASK_SRC('{', Argument.REQUIRED, "mask-src"),
  MASK_DST('}', Argument.REQUIRED, "mask-dst"),
  NAT_RANGE('a', Argument.REQUIRED, "nat-range"),
  MARK('m', Argument.REQUIRED, "mark"),
  ID('i', Argument.REQUIRED, "id"),
  FAMILY('f', Argument.REQUIRED, "family"),
  SRC_NAT('n', Argument.OPTIONAL, "src-nat"),
  DST_NAT('g', Argument.OPTIONAL, "dst-nat"),
  OUTPUT('o', Argument.REQUIRED, "output"),
  SECMARK('c', Argument.REQUIRED, "secmark"),
  BUFFER_SIZE('b', Argument.REQUIRED, "buffer-size"),
  ANY_NAT('j', Argument.OPTIONAL, "any-nat"),
  ZONE('w', Argument.REQUIRED, "zone"),
  LABEL('l', Argument.REQUIRED, "label"),
  LABEL_ADD('<', Argument.REQUIRED, "label-add"),
  LABEL_DEL('>', Argument.OPTIONAL, "label-del"),
  ORIG_ZONE('(', Argument.REQUIRED, "orig-zone"),
  REPLY_ZONE(')', Argument.REQUIRED, "reply-zone"),
  LABELMAP(Spelling.NO_LETTER, Argument.REQUIRED, "labelmap"),
  /** Plimsoll's own: a network namespace. */
  NETNS(Spelling.NO_LETTER, Argument.REQUIRED, "netns"),
  /** Plimsoll's own: show what would be done. */
  DRY_RUN(Spelling.NO_LETTER, Argument.NONE, "dry-run"),
  /** Plimsoll's own: a filter in its language. */
  FILTER(Spelling.NO_LETTER, Argument.REQUIRED, "filter");

  private final char letter;
  private final Argument argument;
  private final String word;
  private final @Nullable String otherWord;

  Option(final char letter, final Argument argument, final String word) {
    this(letter, argument, word, null);
  }

  Option(
      final char letter,
      final Argument argument,
      final String word,
      final @Nullable String otherWord) {
    this.letter = letter;
    this.argument = argument;
    this.word = word;
    this.otherWord = otherWord;
  }

  /** The word behind {@code --}, as errors name it. */
  String word() {
    return word;
  }

  /** Whether conntrack(8) 1.4.7 does not know it. */
  boolean isOwn() {
    return letter == Spelling.NO_LETTER;
  }

  /** All ways to write it, as the usage text has them. */
  String shown() {
    final String letterText = Character.isLetter(letter) ? "-" + letter + ", " : "";
    return letterText + "--" + word + (otherWord == null ? "" : ", --" + otherWord);
  }

  List<Spelling> spellings() {
    final Spelling spelling = new Spelling(letter, word, argument, this);
    return otherWord == null
        ? List.of(spelling)
        : List.of(spelling, new Spelling(letter, otherWord, argument, this));
  }
}
