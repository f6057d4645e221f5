package dev.plimsoll.app;

import dev.plimsoll.app.DoctorReport.Examined;
import dev.plimsoll.app.Finding.Level;
import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.TrackingProbe;
import dev.plimsoll.session.LineBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll doctor}: what keeps Plimsoll from seeing all, and what mends it. */
@Command(
    name = "doctor",
    header = "Say what keeps Plimsoll from seeing every session, and how to mend it.",
    description = {
      "Looks at the kernel, the rights of this process and the settings of connection tracking, and"
          + " prints a line for each with ok, warning, problem or unknown; below it what it means"
          + " and the commands that mend it. It changes nothing.",
      "Anybody may run it: what an ordinary user cannot see is told as unknown, with the reason."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no problem (there may be warnings)",
      "1:at least one problem, or it could not be done",
      "2:wrong usage"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll doctor",
      "  plimsoll doctor --probe",
      "  plimsoll doctor --netns all --json"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();

  @Option(
      names = "--probe",
      description =
          "Where the kernel does not tell whether it tracks: send one empty UDP datagram from"
              + " 127.0.0.1 to 127.0.0.1 inside the namespace, and look whether a session appears.")
  private boolean probe;

  @Option(names = "--json", description = "Print the whole report as one JSON object.")
  private boolean json;

  DoctorCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final HostFacts host = HostFacts.read();
    final List<Examined> namespaces = new ArrayList<>();
    for (final NetworkNamespace namespace : tables.namespaces()) {
      namespaces.add(examine(host, namespace));
    }
    final DoctorReport report = new DoctorReport(host, Doctor.examine(host), namespaces);
    if (json) {
      final LineBuffer line = new LineBuffer(8192);
      DoctorJson.write(report, line);
      console.text().print(line);
    } else {
      final Ink ink = Ink.choose(tables.isColourless(), console.terminal());
      new DoctorText(console.text(), console.columns(), ink).print(report);
    }
    return report.count(Level.PROBLEM) > 0 ? ExitCode.FAILED : ExitCode.OK;
  }

  private Examined examine(final HostFacts host, final NetworkNamespace namespace) {
    final ConntrackFacts facts = ConntrackFacts.read(namespace);
    final TrackingProbe outcome =
        probe && facts.isProbeNeeded() ? TrackingProbe.send(namespace) : TrackingProbe.NOT_SENT;
    return new Examined(facts, outcome, Doctor.examine(host, facts, outcome));
  }
}
