package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.WordList.Chosen;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.Status;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a command line tell, whatever its command makes of it. Reads each option's
 * argument. Mutable, filled by one reader.
 */
final class OptionValues {
  private static final WordList STATUS =
      new WordList(
          Map.of(
              "ASSURED", Status.ASSURED,
              "SEEN_REPLY", Status.SEEN_REPLY,
              "UNSET", 0,
              "FIXED_TIMEOUT", Status.FIXED_TIMEOUT,
              "EXPECTED", Status.EXPECTED,
              "OFFLOAD", Status.OFFLOAD,
              "HW_OFFLOAD", Status.HW_OFFLOAD),
          true);

  private final Consumer<String> warnings;
  private final LabelLookup labelLookup;

  final Set<Option> given = EnumSet.noneOf(Option.class);
  final Ends original = new Ends();
  final Ends reply = new Ends();
  final Ends expected = new Ends();
  final Ends mask = new Ends();
  final Map<Option, NatTarget> nat = new EnumMap<>(Option.class);
  final Set<Integer> labels = new LinkedHashSet<>();
  final OutputWords output = new OutputWords();
  final EventWords events = new EventWords();
  int family;
  @Nullable ProtocolSyntax protocol;
  long timeoutSeconds = Session.ABSENT;
  Chosen status = Chosen.NOTHING;
  int mark;
  int markMask = -1;
  long id = Session.ABSENT;
  int zone;
  int originalZone;
  int replyZone;
  int bufferBytes;
  LabelBits labelsToAdd = LabelBits.NONE;
  LabelBits labelsToDelete = LabelBits.NONE;
  @Nullable String labelMap;
  @Nullable String netns;
  SessionFilter filter = SessionFilter.ALL;

  OptionValues(final Consumer<String> warnings, final LabelLookup labelLookup) {
    this.warnings = warnings;
    this.labelLookup = labelLookup;
  }

  /** Takes an option that has no argument, or none here. */
  void take(final Option option) throws ConntrackUsageException {
    if (option == Option.LABEL_DEL) {
      give(option);
      labelsToDelete = LabelBits.ALL;
      checkLabelChange();
    } else {
      give(option);
    }
  }

  /** Takes an option with its argument. */
  void take(final Option option, final String text) throws ConntrackUsageException {
    give(option);
    switch (option) {
      case ORIG_SRC -> original.source = network(text, Option.MASK_SRC);
      case ORIG_DST -> original.destination = network(text, Option.MASK_DST);
      case TUPLE_SRC -> expected.source = network(text, Option.MASK_SRC);
      case TUPLE_DST -> expected.destination = network(text, Option.MASK_DST);
      case REPLY_SRC -> reply.source = single(text, option);
      case REPLY_DST -> reply.destination = single(text, option);
      case MASK_SRC -> mask.source = single(text, option);
      case MASK_DST -> mask.destination = single(text, option);
      case PROTOCOL -> protocol = ProtocolSyntax.of(text);
      case TIMEOUT -> timeoutSeconds = CNumber.decimal(text) & 0xffff_ffffL;
      case STATUS -> status = status.and(STATUS.read(text, warnings));
      case EVENT_MASK -> events.add(text, warnings);
      case MARK -> takeMark(text);
      case ID -> id = CNumber.unsigned(text) & 0xffff_ffffL;
      case FAMILY -> takeFamily(text);
      case SRC_NAT, DST_NAT, ANY_NAT -> takeNat(option, text);
      case OUTPUT -> output.add(text, warnings);
      case BUFFER_SIZE -> bufferBytes = Math.max(0, CNumber.decimal(text));
      case ZONE -> zone = CNumber.unsigned(text) & 0xffff;
      case ORIG_ZONE -> originalZone = CNumber.unsigned(text) & 0xffff;
      case REPLY_ZONE -> replyZone = CNumber.unsigned(text) & 0xffff;
      case LABEL -> takeLabels(text);
      case LABEL_ADD -> labelsToAdd = bits(text, labelsToAdd);
      case LABEL_DEL -> labelsToDelete = bits(text, labelsToDelete);
      case LABELMAP -> labelMap = text;
      case NETNS -> netns = text;
      case FILTER -> takeFilter(text);
      case NAT_RANGE -> warnings.accept("WARNING: ignoring -a, deprecated option.");
      case SECMARK, ZERO, DRY_RUN -> {
        // The kernel sends no number for a security mark: there is nothing to compare.
      }
    }
    checkLabelChange();
  }

  boolean has(final Option option) {
    return given.contains(option);
  }

  private void give(final Option option) {
    if (option != Option.NAT_RANGE) {
      given.add(option);
    }
  }

  private IpAddress network(final String text, final Option maskOption)
      throws ConntrackUsageException {
    final ConntrackAddress network = ConntrackAddress.read(text);
    checkFamily(network.address().family());
    if (network.isMasked()) {
      given.add(maskOption);
      if (maskOption == Option.MASK_SRC) {
        mask.source = network.mask();
      } else {
        mask.destination = network.mask();
      }
    }
    return network.address();
  }

  private IpAddress single(final String text, final Option option) throws ConntrackUsageException {
    final IpAddress address = ConntrackAddress.readSingle(text, option.word());
    checkFamily(address.family());
    return address;
  }

  private void checkFamily(final int found) throws ConntrackUsageException {
    if (family != 0 && family != found) {
      throw ConntrackUsageException.parameter("mismatched address family");
    }
    family = found;
  }

  private void takeFamily(final String text) throws ConntrackUsageException {
    // What stands behind the word is not looked at.
    if (text.startsWith("ipv4")) {
      checkFamily(Family.IPV4);
    } else if (text.startsWith("ipv6")) {
      checkFamily(Family.IPV6);
    } else {
      throw ConntrackUsageException.parameter("`" + text + "' unsupported protocol");
    }
  }

  private void takeMark(final String text) {
    final CNumber value = CNumber.read(text, 0);
    mark = (int) value.value();
    final boolean hasMask = text.startsWith("/", value.end());
    markMask = hasMask ? CNumber.unsigned(text.substring(value.end() + 1)) : -1;
  }

  private void takeNat(final Option option, final String text) throws ConntrackUsageException {
    final NatTarget target = NatTarget.read(text, option.word());
    checkFamily(target.address().family());
    nat.put(option, target);
  }

  private void takeLabels(final String text) throws ConntrackUsageException {
    for (final String name : text.split(",", -1)) {
      labels.add(bit(name));
    }
  }

  private LabelBits bits(final String text, final LabelBits before) throws ConntrackUsageException {
    LabelBits bits = before;
    for (final String name : text.split(",", -1)) {
      bits = bits.plus(bit(name));
    }
    return bits;
  }

  private int bit(final String name) throws ConntrackUsageException {
    final int bit = labelLookup.bitOf(name, labelMap);
    if (bit < 0 || bit > 127) {
      throw ConntrackUsageException.parameter("unknown label '" + name + "'");
    }
    return bit;
  }

  private void checkLabelChange() throws ConntrackUsageException {
    if (has(Option.LABEL_ADD) && has(Option.LABEL_DEL)) {
      throw ConntrackUsageException.other(
          "cannot use --label-add and --label-del at the same time");
    }
  }

  private void takeFilter(final String text) throws ConntrackUsageException {
    try {
      filter = SessionFilter.both(filter, SessionFilter.parse(text));
    } catch (final FilterSyntaxException e) {
      throw ConntrackUsageException.parameter("--filter: " + e.getMessage());
    }
  }
}
