package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.OptionScanner.Spelling;
import dev.plimsoll.kernel.SessionWish;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Understands a command line as conntrack(8) 1.4.7 does, with its words for what is wrong. Has no
 * state of its own between command lines.
 */
final class InvocationReader {
  private static final Spellings SPELLINGS = spellings();
  private static final Set<Option> COMPARED =
      EnumSet.of(
          Option.ORIG_SRC,
          Option.ORIG_DST,
          Option.REPLY_SRC,
          Option.REPLY_DST,
          Option.PROTOCOL,
          Option.MARK,
          Option.STATUS,
          Option.ZONE,
          Option.ORIG_ZONE,
          Option.REPLY_ZONE,
          Option.LABEL,
          Option.SECMARK,
          Option.FILTER);

  private final String program;
  private final Consumer<String> warnings;
  private final LabelLookup labels;

  /**
   * Makes a reader.
   *
   * @param program the name of the program, as errors and the usage text have it
   * @param warnings takes what is said on stderr and stops nothing; the texts are complete
   */
  InvocationReader(
      final String program, final Consumer<String> warnings, final LabelLookup labels) {
    this.program = program;
    this.warnings = warnings;
    this.labels = labels;
  }

  /**
   * Understands the words behind the program's name.
   *
   * @throws ConntrackUsageException if they are no command line of conntrack(8)
   */
  Invocation read(final List<String> words) throws ConntrackUsageException {
    return new Reading(words).read();
  }

  private static Spellings spellings() {
    final List<Spelling> all = new ArrayList<>();
    for (final Verb verb : Verb.values()) {
      all.add(verb.spelling());
    }
    for (final Option option : Option.values()) {
      all.addAll(option.spellings());
    }
    return new Spellings(all);
  }

  /** One command line. */
  private final class Reading {
    private final OptionScanner scanner;
    private final OptionValues values = new OptionValues(warnings, labels);
    private final ProtocolValues ofProtocol = new ProtocolValues();
    private @Nullable Verb verb;
    private Table table = Table.CONNTRACK;

    private Reading(final List<String> words) {
      scanner = new OptionScanner(program, words, SPELLINGS);
    }

    private Invocation read() throws ConntrackUsageException {
      for (Flag flag = scanner.next(); flag != null; flag = scanner.next()) {
        switch (flag) {
          case Verb found -> take(found);
          case Option option -> take(option);
          case ProtocolOption option -> take(option);
        }
      }
      check();
      return invocation();
    }

    private void take(final Verb found) throws ConntrackUsageException {
      // What is attached to the letter is no table, but keeps the next word from being one.
      final String word = scanner.argument() == null ? scanner.takeOperand() : null;
      final Table named = word == null ? Table.CONNTRACK : table(word);
      if (named == Table.DYING || named == Table.UNCONFIRMED) {
        if (found != Verb.LIST) {
          throw ConntrackUsageException.parameter(
              "Can't do that command with tables `dying' and `unconfirmed'");
        }
      } else if (named == Table.EXPECT && (found == Verb.ADD || found == Verb.UPDATE)) {
        throw ConntrackUsageException.parameter("Can't do --" + found.word() + " on expectations");
      }
      if (verb != null) {
        throw ConntrackUsageException.parameter("Invalid commands combination");
      }
      verb = found;
      table = named;
    }

    private void take(final Option option) throws ConntrackUsageException {
      final String argument = scanner.argument();
      final String text =
          argument == null && takesNextWord(option) ? scanner.takeOperand() : argument;
      if (text == null) {
        values.take(option);
        return;
      }
      values.take(option, text);
      if (option == Option.PROTOCOL && values.protocol != null) {
        scanner.useProtocol(values.protocol.spellings());
        ofProtocol.keepOnly(values.protocol);
      }
    }

    private void take(final ProtocolOption option) throws ConntrackUsageException {
      final ProtocolSyntax protocol = values.protocol;
      final String argument = scanner.argument();
      if (protocol != null && argument != null) {
        ofProtocol.take(protocol, option, argument, values);
      }
    }

    private void check() throws ConntrackUsageException {
      if (values.has(Option.ANY_NAT)
          && (values.has(Option.SRC_NAT) || values.has(Option.DST_NAT))) {
        throw ConntrackUsageException.parameter(
            "cannot specify `--src-nat' or `--dst-nat' with `--any-nat'");
      }
      OptionMatrix.of(verb, table).check(values.given);
      if (verb != null && values.protocol != null) {
        new ProtocolMatrix(values.protocol, verb, table).check(ofProtocol.given);
      }
      if (verb == Verb.LIST && table == Table.CONNTRACK) {
        checkList();
      }
      if (selects() && table == Table.CONNTRACK) {
        checkMask(Option.MASK_SRC, Option.ORIG_SRC);
        checkMask(Option.MASK_DST, Option.ORIG_DST);
        checkStatus();
      }
    }

    private void checkList() throws ConntrackUsageException {
      if (values.has(Option.ZERO) && COMPARED.stream().anyMatch(values::has)) {
        throw ConntrackUsageException.parameter("Can't use -z with filtering parameters");
      }
    }

    private void checkMask(final Option mask, final Option address) throws ConntrackUsageException {
      if (values.has(mask) && !values.has(address)) {
        throw ConntrackUsageException.parameter(
            "Can't use --" + mask.word() + " without --" + address.word());
      }
    }

    /**
     * Refuses a status without a bit, as the kernel refuses to list by it. To delete by it would be
     * to delete everything.
     */
    private void checkStatus() throws ConntrackUsageException {
      final boolean isEmpty = (values.status.set() | values.status.clear()) == 0;
      if (values.has(Option.STATUS) && isEmpty && verb != Verb.UPDATE) {
        throw ConntrackUsageException.other("Operation failed: invalid parameters");
      }
    }

    private boolean selects() {
      return verb == Verb.LIST || verb == Verb.DELETE || verb == Verb.UPDATE || verb == Verb.EVENT;
    }

    private Invocation invocation() throws ConntrackUsageException {
      final Verb done = verb == null ? Verb.HELP : verb;
      final WishMaker wishes = new WishMaker(values, ofProtocol);
      final boolean isExpectation =
          table == Table.EXPECT && (done == Verb.CREATE || done == Verb.GET || done == Verb.DELETE);
      return new Invocation(
          verb != null,
          done,
          table,
          values.family,
          Set.copyOf(values.given),
          selects() && table != Table.EXPECT
              ? new SelectionMaker(done, values, ofProtocol).selection()
              : Selection.ALL,
          isExpectation ? new SessionWish() : wish(done, wishes),
          isExpectation ? wishes.expectation(done) : null,
          output(done),
          values.events.types(),
          values.bufferBytes,
          values.labelMap,
          values.netns,
          values.has(Option.DRY_RUN),
          values.protocol);
    }

    // The original shows labels wherever it has read their names, but for what it deletes.
    private Output output(final Verb done) {
      final Output output = values.output.output();
      final boolean readsNames =
          values.has(Option.LABEL) || values.has(Option.LABEL_ADD) || values.has(Option.LABEL_DEL);
      return readsNames && done != Verb.DELETE ? output.withLabels() : output;
    }

    private SessionWish wish(final Verb done, final WishMaker wishes)
        throws ConntrackUsageException {
      return switch (done) {
        case CREATE, ADD -> wishes.toCreate();
        case GET -> wishes.toGet();
        case UPDATE -> wishes.toChange();
        default -> new SessionWish();
      };
    }
  }

  // Attached, it is there already. A command's letter takes its table in the same way.
  private static boolean takesNextWord(final Option option) {
    return switch (option) {
      case SRC_NAT, DST_NAT, ANY_NAT, LABEL_DEL -> true;
      default -> false;
    };
  }

  private static Table table(final String word) throws ConntrackUsageException {
    // In this order: an abbreviation means the first that begins so.
    for (final Table each :
        new Table[] {Table.EXPECT, Table.CONNTRACK, Table.DYING, Table.UNCONFIRMED}) {
      if (each.word().startsWith(word)) {
        return each;
      }
    }
    throw ConntrackUsageException.parameter("unknown type `" + word + "'");
  }
}
