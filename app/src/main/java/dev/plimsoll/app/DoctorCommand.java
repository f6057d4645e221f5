package dev.plimsoll.app;

import dev.plimsoll.app.Finding.Level;
import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.kernel.TrackingProbe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
    exitCodeList = {
      "0:no problem (there may be warnings)",
      "1:at least one problem, or it could not be done",
      "2:wrong usage"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--netns",
      paramLabel = "NAME|PID|all",
      description = "Look into this network namespace instead of the own one; all for every one.")
  private @Nullable String netns;

  @Option(
      names = "--probe",
      description = {
        "Where the kernel does not tell whether it tracks: send one empty UDP datagram from"
            + " 127.0.0.1 to 127.0.0.1 inside the namespace, and look whether a session appears."
      })
  private boolean probe;

  @Option(names = "--no-color", description = "Without colours. So does the variable NO_COLOR.")
  private boolean noColor;

  /** What was found in one namespace. */
  private record Examined(NetworkNamespace namespace, List<Finding> findings) {}

  @Override
  public Integer call() throws IOException {
    final HostFacts host = HostFacts.read();
    final List<Finding> ofHost = Doctor.examine(host);
    final List<Examined> ofNamespaces = new ArrayList<>();
    for (final NetworkNamespace namespace : wanted(host)) {
      ofNamespaces.add(new Examined(namespace, examine(host, namespace)));
    }
    final List<Finding> all = new ArrayList<>(ofHost);
    ofNamespaces.forEach(examined -> all.addAll(examined.findings()));
    print(ofHost, ofNamespaces, all);
    final boolean problem = all.stream().anyMatch(f -> f.level() == Level.PROBLEM);
    return problem ? ExitCode.FAILED : ExitCode.OK;
  }

  private List<NetworkNamespace> wanted(final HostFacts host) throws IOException {
    if (netns == null) {
      return List.of(NetworkNamespace.own());
    }
    return netns.equals("all") ? host.namespaces() : List.of(NetworkNamespaces.find(netns));
  }

  private List<Finding> examine(final HostFacts host, final NetworkNamespace namespace) {
    final ConntrackFacts facts = ConntrackFacts.read(namespace);
    final TrackingProbe outcome =
        probe && facts.isProbeNeeded() ? TrackingProbe.send(namespace) : TrackingProbe.NOT_SENT;
    return Doctor.examine(host, facts, outcome);
  }

  private void print(
      final List<Finding> ofHost, final List<Examined> ofNamespaces, final List<Finding> all) {
    final DoctorText text =
        new DoctorText(
            Objects.requireNonNull(spec).commandLine().getOut(),
            !noColor && Terminal.wantsColour());
    text.print(ofHost);
    for (final Examined examined : ofNamespaces) {
      if (netns != null) {
        text.heading(
            examined.namespace().name() == null
                ? "This host's own namespace"
                : "Namespace " + examined.namespace().displayName());
      }
      text.print(examined.findings());
    }
    text.summary(all);
  }
}
