package dev.plimsoll.app.conntrack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the options in the words of a command line as glibc's getopt_long(3) does: letters may be
 * bundled, words shortened, arguments attached; operands may stand anywhere, and move behind the
 * options as the scan goes on. Not thread safe.
 */
final class OptionScanner {
  /** Whether something follows an option. */
  enum Argument {
    NONE,
    REQUIRED,
    /** Only attached: {@code -n1.2.3.4}, {@code --src-nat=1.2.3.4}. */
    OPTIONAL
  }

  /** One way to write an option. */
  record Spelling(char letter, String word, Argument argument, Flag flag) {
    static final char NO_LETTER = 0;

    /** Whether both mean the same, so that an abbreviation of both is clear. */
    private boolean means(final Spelling other) {
      return flag == other.flag && argument == other.argument;
    }

    /** Plimsoll's own options have no abbreviations: those of conntrack(8) must stay clear. */
    private boolean mayBeShortened() {
      return !(flag instanceof Option option && option.isOwn());
    }
  }

  private final List<String> words;
  private final Spellings spellings;
  private Spellings ofProtocol = Spellings.NONE;
  private int at = 1;
  private int firstOperand = 1;
  private int behindOperands = 1;
  private String bundle = "";
  private @Nullable String argument;

  /**
   * Starts in front of the first word.
   *
   * @param program the name of the program, which errors name where getopt(3) has nothing better
   */
  OptionScanner(final String program, final List<String> words, final Spellings spellings) {
    this.words = new ArrayList<>();
    this.words.add(program);
    this.words.addAll(words);
    this.spellings = spellings;
  }

  /** From here on these words are options, too; those of an earlier call are no longer. */
  void useProtocol(final Spellings more) {
    ofProtocol = more;
  }

  /** The next option, or null behind the last. */
  @Nullable Flag next() throws ConntrackUsageException {
    argument = null;
    if (bundle.isEmpty()) {
      if (!findOption()) {
        return null;
      }
      final String word = words.get(at);
      if (word.startsWith("--")) {
        at++;
        return longOption(word.substring(2));
      }
      bundle = word.substring(1);
    }
    return letterOption();
  }

  /** What the option takes; null if it takes nothing, or may take something and does not. */
  @Nullable String argument() {
    return argument;
  }

  /** Takes the next word where it can be a table or an optional argument: not an option, no !. */
  @Nullable String takeOperand() {
    if (at >= words.size()) {
      return null;
    }
    final String word = words.get(at);
    if (word.startsWith("-") || word.startsWith("!")) {
      return null;
    }
    at++;
    return word;
  }

  /** Goes to the next word that is an option, moves operands behind it; false if there is none. */
  private boolean findOption() {
    behindOperands = Math.min(behindOperands, at);
    firstOperand = Math.min(firstOperand, at);
    passOperands();
    while (at < words.size() && isOperand(words.get(at))) {
      at++;
    }
    behindOperands = at;
    if (at < words.size() && words.get(at).equals("--")) {
      return false;
    }
    return at < words.size();
  }

  /** Exchanges the operands that were passed over with the options that were read since. */
  private void passOperands() {
    if (firstOperand == behindOperands) {
      firstOperand = at;
    } else if (behindOperands != at) {
      final int options = at - behindOperands;
      Collections.rotate(words.subList(firstOperand, at), options);
      firstOperand += options;
      behindOperands = at;
    }
  }

  private static boolean isOperand(final String word) {
    return !word.startsWith("-") || word.length() == 1;
  }

  private Flag letterOption() throws ConntrackUsageException {
    final char letter = bundle.charAt(0);
    bundle = bundle.substring(1);
    if (bundle.isEmpty()) {
      at++;
    }
    final Spelling spelling = ofLetter(letter);
    if (spelling.argument != Argument.NONE && !bundle.isEmpty()) {
      argument = bundle;
      bundle = "";
      at++;
    } else if (spelling.argument == Argument.REQUIRED) {
      argument = nextWord();
    }
    return spelling.flag;
  }

  private Spelling ofLetter(final char letter) throws ConntrackUsageException {
    final Spelling spelling = spellings.ofLetter(letter);
    if (spelling == null) {
      throw unknown();
    }
    return spelling;
  }

  private Flag longOption(final String text) throws ConntrackUsageException {
    final int equalSign = text.indexOf('=');
    final Spelling spelling = ofWord(equalSign < 0 ? text : text.substring(0, equalSign));
    if (equalSign >= 0) {
      if (spelling.argument == Argument.NONE) {
        throw unknown();
      }
      argument = text.substring(equalSign + 1);
    } else if (spelling.argument == Argument.REQUIRED) {
      argument = nextWord();
    }
    return spelling.flag;
  }

  private Spelling ofWord(final String word) throws ConntrackUsageException {
    final Spelling common = spellings.ofWord(word);
    final Spelling whole = common != null ? common : ofProtocol.ofWord(word);
    return whole != null ? whole : shortened(word);
  }

  private Spelling shortened(final String word) throws ConntrackUsageException {
    final List<Spelling> all = new ArrayList<>(spellings.all());
    all.addAll(ofProtocol.all());
    Spelling found = null;
    for (final Spelling spelling : all) {
      if (spelling.word.startsWith(word) && spelling.mayBeShortened()) {
        if (found != null && !found.means(spelling)) {
          throw unknown();
        }
        found = found == null ? spelling : found;
      }
    }
    if (found == null) {
      throw unknown();
    }
    return found;
  }

  private String nextWord() throws ConntrackUsageException {
    if (at >= words.size()) {
      throw needsArgument();
    }
    return words.get(at++);
  }

  // In a bundle that is the word before it: getopt(3) has not passed it yet.
  private ConntrackUsageException unknown() {
    return ConntrackUsageException.parameter("unknown option `" + words.get(at - 1) + "'");
  }

  /** The complaint that the option just read lacks its argument. */
  ConntrackUsageException needsArgument() {
    return ConntrackUsageException.parameter(
        "option `" + words.get(at - 1) + "' requires an argument");
  }
}
