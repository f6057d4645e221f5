package dev.plimsoll.app;

import dev.plimsoll.session.SessionFormat;
import picocli.CommandLine.Option;

/** How sessions are written. */
final class FormatOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "How to write a session: ${COMPLETION-CANDIDATES}. conntrack and extended are the lines"
              + " of 'conntrack -L', proc those of /proc/net/nf_conntrack. Only json and csv name"
              + " the network namespace. Default: ${DEFAULT-VALUE}.")
  private ListFormat format = ListFormat.conntrack;

  @Option(names = "--json", description = "The same as --format json: one object a line.")
  private boolean json;

  boolean isJson() {
    return json || format == ListFormat.json;
  }

  SessionFormat format() {
    return (json ? ListFormat.json : format).format();
  }
}
