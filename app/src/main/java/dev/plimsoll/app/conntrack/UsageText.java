package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.ProtocolSyntax.Described;
import org.jspecify.annotations.Nullable;

/**
 * What {@code -h} and {@code -V} print. The columns and the spelling are those of conntrack(8)
 * 1.4.7, since scripts read them.
 */
final class UsageText {
  /** The version whose command line this is. */
  static final String VERSION = "1.4.7";

  private final StringBuilder text = new StringBuilder();

  private UsageText() {}

  /** The line of {@code -V}, with its end. */
  static String version() {
    return "conntrack v" + VERSION + " (conntrack-tools)\n";
  }

  /**
   * The text of {@code -h}.
   *
   * @param program the name of the program, as it was called
   * @param protocol whose options are explained, too, or null
   */
  static String help(final String program, final @Nullable ProtocolSyntax protocol) {
    return original(program, protocol) + own();
  }

  /** The part that conntrack(8) prints, too. */
  static String original(final String program, final @Nullable ProtocolSyntax protocol) {
    final UsageText usage = new UsageText();
    usage
        .text
        .append("Command line interface for the connection tracking system. Version ")
        .append(VERSION)
        .append("\nUsage: ")
        .append(program)
        .append(" [commands] [options]\n");
    usage.verbs();
    usage.sessions();
    usage.common();
    if (protocol != null) {
      usage.protocol(protocol);
    }
    return usage.text.toString();
  }

  private static String own() {
    final UsageText usage = new UsageText();
    usage.heading("Plimsoll's own");
    usage.option(Option.NETNS, " name|pid", 2, "In this network namespace");
    usage.option(Option.DRY_RUN, "", 3, "Show what -D, -U and -F would do");
    usage.option(Option.FILTER, " text", 2, "Only what matches, eg. 'dport:8000-8999 -is:assured'");
    usage.option(Option.LABELMAP, " path", 2, "File with the names of the labels");
    usage.text.append("  -o json\t\t\tOne JSON object a line\n\n");
    return usage.text.toString();
  }

  private void verbs() {
    heading("Commands");
    verb(Verb.LIST, " [table] [options]", 2, "List conntrack or expectation table");
    verb(Verb.GET, " [table] parameters", 2, "Get conntrack or expectation");
    verb(Verb.DELETE, " [table] parameters", 2, "Delete conntrack or expectation");
    verb(Verb.CREATE, " [table] parameters", 2, "Create a conntrack or expectation");
    verb(Verb.UPDATE, " [table] parameters", 2, "Update a conntrack");
    verb(Verb.EVENT, " [table] [options]", 2, "Show events");
    verb(Verb.FLUSH, " [table]", 3, "Flush table");
    verb(Verb.COUNT, " [table]", 3, "Show counter");
    verb(Verb.STATS, "", 4, "Show statistics");
    text.append("\nTables: conntrack, expect, dying, unconfirmed\n");
  }

  private void sessions() {
    heading("Conntrack parameters and options");
    option(Option.SRC_NAT, " ip", 3, "source NAT ip");
    option(Option.DST_NAT, " ip", 3, "destination NAT ip");
    option(Option.ANY_NAT, " ip", 3, "source or destination NAT ip");
    option(Option.MARK, " mark", 3, "Set mark");
    option(Option.SECMARK, " secmark", 3, "Set selinux secmark");
    option(Option.EVENT_MASK, " eventmask", 2, "Event mask, eg. NEW,DESTROY");
    option(Option.ZERO, " ", 4, "Zero counters while listing");
    option(Option.OUTPUT, " type[,...]", 2, "Output format, eg. xml");
    option(Option.LABEL, " label[,...]", 2, "conntrack labels");
    heading("Expectation parameters and options");
    option(Option.TUPLE_SRC, " ip", 1, "Source address in expect tuple");
    option(Option.TUPLE_DST, " ip", 1, "Destination address in expect tuple");
    heading("Updating parameters and options");
    option(Option.LABEL_ADD, " label", 1, "Add label");
    option(Option.LABEL_DEL, " label", 1, "Delete label");
  }

  private void common() {
    heading("Common parameters and options");
    option(Option.ORIG_SRC, " ip", 2, "Source address from original direction");
    option(Option.ORIG_DST, " ip", 2, "Destination address from original direction");
    option(Option.REPLY_SRC, " ip", 2, "Source addres from reply direction");
    option(Option.REPLY_DST, " ip", 2, "Destination address from reply direction");
    option(Option.PROTOCOL, " proto", 2, "Layer 4 Protocol, eg. 'tcp'");
    option(Option.FAMILY, " proto", 2, "Layer 3 Protocol, eg. 'ipv6'");
    option(Option.TIMEOUT, " timeout", 2, "Set timeout");
    option(Option.STATUS, " status", 2, "Set status, eg. ASSURED");
    option(Option.ZONE, " value", 2, "Set conntrack zone");
    option(Option.ORIG_ZONE, " value", 2, "Set zone for original direction");
    option(Option.REPLY_ZONE, " value", 2, "Set zone for reply direction");
    option(Option.BUFFER_SIZE, "", 2, "Netlink socket buffer size");
    option(Option.MASK_SRC, " ip", 3, "Source mask address");
    option(Option.MASK_DST, " ip", 3, "Destination mask address");
    text.append('\n');
  }

  private void protocol(final ProtocolSyntax protocol) {
    text.append("Proto `").append(protocol.name()).append("' help:\n");
    if (protocol.options().isEmpty()) {
      text.append("  no options (unsupported)\n");
    }
    for (final Described each : protocol.options()) {
      final String help = each.help();
      if (help != null) {
        // The original shows the source's word for the destination here.
        final String word =
            each.option() == ProtocolOption.TUPLE_DESTINATION
                ? each.shown().replace("dst", "src")
                : each.shown();
        line("--" + word, isShort(each.option()) ? 3 : 2, help);
      }
    }
  }

  private static boolean isShort(final ProtocolOption option) {
    return switch (option) {
      case STATE, ICMP_TYPE, ICMP_CODE, ICMP_ID -> true;
      default -> false;
    };
  }

  private void heading(final String name) {
    text.append('\n').append(name).append(":\n");
  }

  private void verb(final Verb verb, final String argument, final int tabs, final String help) {
    line("-" + verb.letter() + argument, tabs, help);
  }

  private void option(
      final Option option, final String argument, final int tabs, final String help) {
    line(option.shown() + argument, tabs, help);
  }

  private void line(final String words, final int tabs, final String help) {
    text.append("  ").append(words).append("\t".repeat(tabs)).append(help).append('\n');
  }
}
