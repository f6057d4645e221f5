package dev.plimsoll.app;

import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.app.action.HostLook;
import dev.plimsoll.app.diagnose.EvidenceLook;
import dev.plimsoll.app.diagnose.KernelCircumstances;
import dev.plimsoll.app.diagnose.NamespaceDiagnosis;
import dev.plimsoll.app.diagnose.ProcessOwners;
import dev.plimsoll.app.report.Evidence;
import dev.plimsoll.app.report.Evidence.HostFact;
import dev.plimsoll.app.top.Top.Attachment;
import dev.plimsoll.app.track.CountCurve;
import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.kernel.OwnLogins;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Circumstances;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Diagnostician;
import dev.plimsoll.watch.diagnosis.NamespaceCommands;
import dev.plimsoll.watch.diagnosis.OwnTraffic;
import dev.plimsoll.watch.diagnosis.Steps;
import dev.plimsoll.watch.diagnosis.ThisHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One namespace of the kernel, listened to for a while and diagnosed. */
final class KernelCase {
  static final double LONGEST_SECONDS = 86_400;
  private static final Duration FIRST_DUMP = Duration.ofMinutes(1);
  private static final long PICTURE_MILLIS = 1_000;

  private final NetworkNamespace namespace;
  private final long listenMillis;
  private final Attachment attachment;
  private final Diagnostician diagnostician;
  private final long limit;

  /**
   * Finds the namespace.
   *
   * @param netns its name or the number of a process in it; null for the own one
   * @param attachment whose findings are taken besides
   * @throws IOException if it is not there
   */
  KernelCase(
      final @Nullable String netns,
      final double listenSeconds,
      final Attachment attachment,
      final Diagnostician diagnostician,
      final long limit)
      throws IOException {
    namespace = netns == null ? NetworkNamespace.own() : NetworkNamespaces.find(netns);
    listenMillis = Math.round(listenSeconds * 1000);
    this.attachment = attachment;
    this.diagnostician = diagnostician;
    this.limit = limit;
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  /**
   * Listens, looks, and gathers what a report shows.
   *
   * @param done what was done to this host before
   */
  Evidence evidence(final Console console, final List<ActionRecord> done) throws IOException {
    final NamespaceDiagnosis known = new NamespaceDiagnosis(OwnTraffic.NONE);
    try (Mirror mirror =
            Mirror.open(List.of(namespace), MirrorSettings.defaults(), known.listener()).start();
        Ctnetlink kernel = Ctnetlink.open(namespace)) {
      final long lossesBefore = losses(kernel);
      if (!mirror.awaitSynchronised(FIRST_DUMP)) {
        throw new IOException("the kernel's table could not be read whole within a minute");
      }
      final MirroredTable table = mirror.tables().getFirst();
      known.begin(table, StatusLook.timeouts(namespace), System.currentTimeMillis());
      final List<CountCurve.Point> counts = listen(console, mirror, table);
      final AskedWatch asked =
          AskedWatch.ask(attachment, KernelSource.name(namespace), console.errors());
      final long now = System.currentTimeMillis();
      final Circumstances circumstances =
          KernelCircumstances.read(
              namespace,
              kernel.statistics().entries(),
              losses(kernel) - lossesBefore,
              table.statistics().overruns());
      final Diagnosis diagnosis =
          known.look(
              KernelSource.name(namespace),
              diagnostician,
              table,
              circumstances,
              new ProcessOwners(namespace),
              asked.findings(),
              now);
      final ThisHost host = HostLook.read(diagnosis, namespace, limit, OwnLogins.find());
      return new Evidence(
          diagnosis,
          new NamespaceCommands(diagnosis.namespace()).of(Steps.of(diagnosis, host)),
          facts(),
          listened(asked, now),
          limit,
          counts,
          EvidenceLook.groups(table.sessions(), now),
          EvidenceLook.sessions(diagnosis, table.sessions(), now),
          done);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the verdict", e);
    }
  }

  private String listened(final AskedWatch asked, final long nowMillis) {
    final String own = "Listened for " + PlainText.span(Math.ceilDiv(listenMillis, 1000L));
    return asked.name() == null
        ? own + "."
        : "%s, and taken what the watch at %s found, which has listened for %s."
            .formatted(
                own,
                asked.name(),
                PlainText.span((nowMillis - asked.findings().sinceMillis()) / 1000));
  }

  private static long losses(final Ctnetlink kernel) throws IOException {
    final var counters = kernel.counters();
    return counters.drop() + counters.earlyDrop() + counters.insertFailed();
  }

  private List<CountCurve.Point> listen(
      final Console console, final Mirror mirror, final MirroredTable table)
      throws IOException, InterruptedException {
    final List<CountCurve.Point> counts = new ArrayList<>();
    final boolean tells = listenMillis > 2 * PICTURE_MILLIS && Console.isErrorTerminal();
    final long end = System.nanoTime() + listenMillis * 1_000_000;
    long left = listenMillis;
    while (left > 0) {
      WatchLoop.requireAlive(mirror.failure());
      if (tells) {
        console.errors().print("\r\u001b[Klistening, %d s left ".formatted(left / 1000 + 1));
        console.errors().flush();
      }
      Thread.sleep(Math.min(left, PICTURE_MILLIS));
      final int sessions = table.sessions().size();
      counts.add(new CountCurve.Point(System.currentTimeMillis(), sessions, sessions));
      left = (end - System.nanoTime()) / 1_000_000;
    }
    if (tells) {
      console.errors().print("\r\u001b[K");
      console.errors().flush();
    }
    return counts;
  }

  private List<HostFact> facts() {
    final HostFacts host = HostFacts.read();
    return List.of(
        new HostFact("name", WatchCommand.host()),
        new HostFact("network namespace", namespace.displayName()),
        new HostFact("kernel", host.kernelRelease()),
        new HostFact("plimsoll", VersionText.number()));
  }
}
