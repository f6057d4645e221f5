package dev.plimsoll.app;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.NetworkNamespace;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plimsoll flush}: empties the kernel's table. */
@Command(
    name = "flush",
    header = "Delete all sessions of the kernel's table.",
    description = {
      "Says how many sessions would go, asks, and empties the table with one message to the kernel.",
      "Connections that still live begin anew with their next packet, your own log-in too, unless a"
          + " firewall refuses that; through NAT they break as a rule. To empty a part of the table:"
          + " plimsoll delete FILTER"
    })
final class FlushCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final NamespaceOption namespaces = new NamespaceOption();
  @Mixin private final Consent consent = new Consent();

  FlushCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final NetworkNamespace namespace = namespaces.namespace();
    try (Ctnetlink table = Ctnetlink.open(namespace)) {
      final String question =
          "Delete all %,d sessions of %s?"
              .formatted(table.statistics().entries(), namespace.displayName());
      if (!consent.isGiven(console, question)) {
        return consent.refusalCode();
      }
      table.flush(0);
    }
    console.text().println("The table was emptied.");
    return ExitCode.OK;
  }
}
