package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.kernel.FilteredDeletion;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plimsoll delete}: takes sessions out of the kernel's table. */
@Command(
    name = "delete",
    header = "Delete the sessions that match a filter.",
    description = {
      "Shows what would go, asks, and deletes it from the kernel's table. Your own log-in stays.",
      "A packet of a deleted session that still lives begins it anew, unless a firewall refuses"
          + " that; through NAT the connection breaks as a rule."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll delete src:192.0.2.7",
      "  plimsoll delete --dry-run proto:tcp state:SYN_SENT dport:22",
      "  plimsoll delete --yes --netns web 'dst:10.0.0.0/8 and is:unreplied'"
    })
final class DeleteCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final NamespaceOption namespaces = new NamespaceOption();
  @Mixin private final Consent consent = new Consent();
  @Mixin private final FilterWords words = new FilterWords();

  DeleteCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (words.isEmpty()) {
      throw words.usage("which sessions? Say it by a filter; all of them go with: plimsoll flush");
    }
    final SessionFilter filter = words.filter();
    final NetworkNamespace namespace = namespaces.namespace();
    final MeantSessions meant = MeantSessions.show(namespace, filter, _ -> true, console.text());
    if (meant.size() == 0) {
      console.text().println("No session matches: there is nothing to delete.");
      return ExitCode.FAILED;
    }
    final String question = "Delete %s of %s?".formatted(meant.words(), namespace.displayName());
    if (!consent.isGiven(console, question)) {
      return consent.refusalCode();
    }
    final long deleted;
    try (FilteredDeletion deletion = FilteredDeletion.open(namespace)) {
      deleted = deletion.delete(filter, meant::isOthers, _ -> {});
    }
    console
        .text()
        .println(
            deleted == 1 ? "1 session was deleted." : count(deleted) + " sessions were deleted.");
    return ExitCode.OK;
  }
}
