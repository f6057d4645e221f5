package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.ConntrackModule;
import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.Container;
import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.EventBuffer;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.ProcFiles.Access;
import dev.plimsoll.kernel.Rights;
import dev.plimsoll.kernel.TrackingProbe;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts of a host where all is well, to be spoilt one by one. */
final class DoctorFacts {
  static final NetworkNamespace OWN = new NetworkNamespace(null, Path.of("/proc/self/ns/net"), 1);
  static final NetworkNamespace WEB = new NetworkNamespace("web", Path.of("/run/netns/web"), 2);
  static final TrackingProbe TRACKED = new TrackingProbe(TrackingProbe.Outcome.TRACKED, "");
  static final TrackingProbe NOT_TRACKED = new TrackingProbe(TrackingProbe.Outcome.NOT_TRACKED, "");

  private static final long ALL_RIGHTS = 0x1ff_ffff_ffffL;

  ConntrackModule module = ConntrackModule.LOADED;
  Container container = new Container(null, false);
  @Nullable Rights rights = new Rights(0, ALL_RIGHTS);
  OptionalLong bufferBytes = OptionalLong.of(EventBuffer.WANTED_BYTES);
  boolean nftInstalled = true;
  List<String> closedNamespaces = List.of();

  NetworkNamespace namespace = OWN;
  @Nullable String barrier;
  final Map<String, Long> settings =
      new HashMap<>(
          Map.of(
              "max", 262_144L,
              "buckets", 65_536L,
              "count", 120L,
              "acct", 1L,
              "timestamp", 1L,
              "events", 2L,
              "tcp_loose", 1L,
              "tcp_be_liberal", 0L,
              "tcp_timeout_established", 432_000L,
              "udp_timeout_stream", 120L));
  boolean writable = true;
  Access netlink = Access.READABLE;
  Access procFile = Access.READABLE;
  Hooks hooks = Hooks.HOOKED;
  TrackingProbe probe = TrackingProbe.NOT_SENT;
  @Nullable Counters counters = Counters.NONE;
  ConntrackFacts.@Nullable Sample sample = new ConntrackFacts.Sample(120, 0, 0);

  HostFacts host() {
    return new HostFacts(
        "6.12.0",
        module,
        container,
        rights,
        new EventBuffer(bufferBytes, OptionalLong.of(212_992), OptionalLong.of(212_992)),
        nftInstalled,
        List.of(OWN, WEB),
        closedNamespaces);
  }

  ConntrackFacts facts() {
    final ConntrackSettings read =
        new ConntrackSettings(settings, writable ? settings.keySet() : Set.of());
    return new ConntrackFacts(
        namespace,
        barrier,
        read,
        netlink,
        procFile,
        hooks,
        read.entries(),
        read.maximum(),
        counters,
        sample);
  }

  List<Finding> ofHost() {
    return Doctor.examine(host());
  }

  List<Finding> ofNamespace() {
    return Doctor.examine(host(), facts(), probe);
  }

  /** The first finding on a subject of either list. */
  Finding finding(final String subject) {
    return Stream.concat(ofHost().stream(), ofNamespace().stream())
        .filter(finding -> finding.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no finding on " + subject));
  }
}
