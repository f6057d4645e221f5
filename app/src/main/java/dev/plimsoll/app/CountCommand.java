package dev.plimsoll.app;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plimsoll count}: the number of live sessions. */
@Command(
    name = "count",
    header = "Count the live sessions.",
    description =
        "Counts the sessions that live, which is what `cat /proc/net/nf_conntrack | wc -l` counts:"
            + " expired entries that wait for the kernel's collector are left out.")
final class CountCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    final long[] sessions = new long[1];
    try (Ctnetlink table = Ctnetlink.open(NetworkNamespace.own())) {
      table.dump(SessionFilter.ALL, session -> sessions[0]++);
    }
    Objects.requireNonNull(spec).commandLine().getOut().println(sessions[0]);
    return ExitCode.OK;
  }
}
