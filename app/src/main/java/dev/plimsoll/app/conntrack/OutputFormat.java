package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.ConntrackFormat;
import dev.plimsoll.session.ExpectationFormat;
import dev.plimsoll.session.JsonFormat;
import dev.plimsoll.session.LabelNames;
import dev.plimsoll.session.SaveFormat;
import dev.plimsoll.session.SessionFormat;
import dev.plimsoll.session.XmlFormat;
import java.time.ZoneId;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Makes the format that a command line asks for ({@code -o}). */
final class OutputFormat {
  private OutputFormat() {}

  /**
   * The format of sessions and events.
   *
   * @param verb what is done with the sessions that are written
   * @param labels the names of the labels; {@link LabelNames#NONE} where they are not known. Lines
   *     and XML show them where asked for; what is saved has them always.
   * @param programs the name of the program behind a netlink port, or null
   * @param zone for times of day
   */
  static SessionFormat of(
      final Output output,
      final Verb verb,
      final LabelNames labels,
      final IntFunction<@Nullable String> programs,
      final ZoneId zone) {
    return switch (output.format()) {
      case LINE -> line(output, labels, zone).withPrograms(programs);
      case SAVE -> save(verb).withLabels(labels).withPrograms(programs);
      case XML -> xml(output, verb, labels, zone).withPrograms(programs);
      case JSON -> new JsonFormat();
    };
  }

  /** The format of expectations, which are lines where the original has no other form for them. */
  static ExpectationFormat ofExpectations(final Output output, final ZoneId zone) {
    return switch (output.format()) {
      case LINE, SAVE -> ExpectationFormat.lines(output.receiveTime());
      case XML ->
          output.receiveTime() ? ExpectationFormat.xmlWithTime(zone) : ExpectationFormat.xml();
      case JSON -> ExpectationFormat.json();
    };
  }

  private static SaveFormat save(final Verb verb) {
    return switch (verb) {
      case DELETE -> SaveFormat.deletions();
      case UPDATE -> SaveFormat.updates();
      default -> SaveFormat.additions();
    };
  }

  private static ConntrackFormat line(
      final Output output, final LabelNames labels, final ZoneId zone) {
    ConntrackFormat line = output.extended() ? ConntrackFormat.extended() : ConntrackFormat.plain();
    if (output.id()) {
      line = line.withId();
    }
    if (output.kernelTimes()) {
      line = line.withKernelTimes(zone);
    }
    if (output.receiveTime()) {
      line = line.withReceiveTime();
    }
    return output.labels() ? line.withLabels(labels) : line;
  }

  private static XmlFormat xml(
      final Output output, final Verb verb, final LabelNames labels, final ZoneId zone) {
    XmlFormat xml =
        verb == Verb.DELETE || verb == Verb.UPDATE ? XmlFormat.elements() : XmlFormat.document();
    if (output.kernelTimes()) {
      xml = xml.withKernelTimes();
    }
    if (output.receiveTime()) {
      xml = xml.withReceiveTime(zone);
    }
    return output.labels() ? xml.withLabels(labels) : xml;
  }
}
