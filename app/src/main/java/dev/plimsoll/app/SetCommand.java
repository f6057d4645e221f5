package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.kernel.FilteredChange;
import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionWish;
import dev.plimsoll.session.FilterUnits;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll set}: changes sessions in the kernel's table. */
@Command(
    name = "set",
    header = "Change mark, time-out or labels of the sessions that match a filter.",
    description =
        "Shows which sessions would change, asks, and changes them. Those that are as wished already"
            + " are left alone, and so is your own log-in.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll set dport:22 --mark 7",
      "  plimsoll set src:10.0.0.0/8 --mark 0x100/0xff00 --timeout 10m",
      "  plimsoll set --dry-run 'is:unreplied and age>1h' --timeout 5s"
    })
final class SetCommand implements Callable<Integer> {
  private static final int LABELS = 128;

  private final Console console;

  @Mixin private final NamespaceOption namespaces = new NamespaceOption();
  @Mixin private final Consent consent = new Consent();
  @Mixin private final FilterWords words = new FilterWords();

  @Option(
      names = "--mark",
      paramLabel = "VALUE[/MASK]",
      description = "The mark, decimal or with 0x; with a mask only those bits change.")
  private @Nullable String mark;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long until they expire unless a packet comes: 30s, 5m, 12h or 2d.")
  private @Nullable String timeout;

  @Option(
      names = "--label",
      paramLabel = "BIT",
      split = ",",
      description = "Set a label, by the number of its bit, 0 to 127.")
  private int[] labels = {};

  @Option(names = "--no-label", paramLabel = "BIT", split = ",", description = "Take a label away.")
  private int[] noLabels = {};

  SetCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (words.isEmpty()) {
      throw words.usage("which sessions? Say it by a filter; 'any' means all of them");
    }
    final SessionWish wish = wish();
    final SessionFilter filter = words.filter();
    final NetworkNamespace namespace = namespaces.namespace();
    final MeantSessions meant =
        MeantSessions.show(
            namespace,
            filter,
            session -> FilteredChange.difference(session, wish) != null,
            console.text());
    if (meant.size() == 0) {
      console
          .text()
          .println("No session matches that is not so already: nothing is to be changed.");
      return ExitCode.FAILED;
    }
    final String question = "Change %s of %s?".formatted(meant.words(), namespace.displayName());
    if (!consent.isGiven(console, question)) {
      return consent.refusalCode();
    }
    return tell(change(namespace, filter, meant, wish));
  }

  private static Tally change(
      final NetworkNamespace namespace,
      final SessionFilter filter,
      final MeantSessions meant,
      final SessionWish wish)
      throws IOException {
    final Tally tally = new Tally();
    try (FilteredChange change = FilteredChange.open(namespace)) {
      change.change(filter, meant::isOthers, wish, tally);
    }
    return tally;
  }

  private int tell(final Tally tally) {
    console
        .text()
        .println(
            tally.changed == 1
                ? "1 session was changed."
                : count(tally.changed) + " sessions were changed.");
    if (tally.first == null) {
      return ExitCode.OK;
    }
    console.text().flush();
    console
        .errors()
        .println(
            "plimsoll: the kernel refused to change %s; the first of them: %s"
                .formatted(count(tally.refused), tally.first.getMessage()));
    return ExitCode.FAILED;
  }

  private SessionWish wish() {
    if (mark == null && timeout == null && labels.length == 0 && noLabels.length == 0) {
      throw words.usage("change what? Say --mark, --timeout, --label or --no-label");
    }
    final SessionWish wish = new SessionWish();
    if (mark != null) {
      final String[] parts = mark.split("/", 2);
      final int mask = parts.length == 2 ? bits(parts[1]) : -1;
      // Bits outside of the mask stay, as a person would expect; ^ would turn them over.
      wish.mark(bits(parts[0]) & mask, mask);
    }
    if (timeout != null) {
      final long seconds = FilterUnits.TIME.parse(timeout);
      if (seconds < 0 || seconds > Integer.MAX_VALUE) {
        throw words.usage(
            "--timeout wants %s, not \"%s\"".formatted(FilterUnits.TIME.expected(), timeout));
      }
      wish.session().timeoutMillis(seconds * 1000);
    }
    final long[] set = bitsOf(labels);
    final long[] cleared = bitsOf(noLabels);
    if ((set[0] & cleared[0] | set[1] & cleared[1]) != 0) {
      throw words.usage("--label and --no-label name the same label");
    }
    wish.labels(set[1], set[0], set[1] | cleared[1], set[0] | cleared[0]);
    return wish;
  }

  private long[] bitsOf(final int[] numbers) {
    final long[] bits = new long[2];
    for (final int number : numbers) {
      if (number < 0 || number >= LABELS) {
        throw words.usage("a label is the number of a bit, 0 to 127, not " + number);
      }
      bits[number / Long.SIZE] |= 1L << number % Long.SIZE;
    }
    return bits;
  }

  private int bits(final String text) {
    try {
      final long number =
          Long.decode(text.startsWith("0x") ? text : text.replaceFirst("^0+(?=.)", ""));
      if (number >= 0 && number <= 0xffff_ffffL) {
        return (int) number;
      }
    } catch (final NumberFormatException e) {
      // Told below, like a number that is too large.
    }
    throw words.usage("--mark wants a number of 32 bits, decimal or with 0x, not \"" + text + "\"");
  }

  /** Counts what became of the sessions. */
  private static final class Tally implements FilteredChange.Listener {
    private long changed;
    private long refused;
    private @Nullable KernelException first;

    @Override
    public void changed(final Session after) {
      changed++;
    }

    @Override
    public void refused(final Session session, final KernelException why) {
      refused++;
      first = first == null ? why : first;
    }
  }
}
