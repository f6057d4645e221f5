package dev.plimsoll.app;

import dev.plimsoll.app.diagnose.CaptureDiagnosis;
import dev.plimsoll.app.diagnose.CapturedHost;
import dev.plimsoll.app.diagnose.EvidenceLook;
import dev.plimsoll.app.report.Evidence;
import dev.plimsoll.app.report.Evidence.HostFact;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.capture.CaptureFiles;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Steps;
import dev.plimsoll.watch.diagnosis.ThisHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Captures that are diagnosed. */
final class CaptureCase {
  private final List<Path> files;
  private final TrackerOptions tracking;
  private final DiagnosisOptions options;
  private final long limit;

  CaptureCase(
      final List<String> files,
      final TrackerOptions tracking,
      final DiagnosisOptions options,
      final long limit) {
    this.files = files.stream().map(Path::of).toList();
    this.tracking = tracking;
    this.options = options;
    this.limit = limit;
  }

  /**
   * Reads them.
   *
   * @throws IOException if nothing of them can be read, or nobody knows whose they are
   */
  Evidence evidence(final Console console) throws IOException {
    final HostAddresses host = host(console);
    final String name = files.stream().map(Path::toString).collect(Collectors.joining(" "));
    final CaptureDiagnosis capture =
        new CaptureDiagnosis(
            name, host, tracking.settings(), tracking.checksums(), options.diagnostician());
    try (CaptureFiles source = CaptureFiles.open(files, System.in);
        TrackProgress progress = TrackProgress.of(source, capture.pipeline())) {
      capture.run(
          source,
          () -> {
            progress.step();
            return true;
          });
    } catch (final IOException e) {
      if (capture.pipeline().frameCount() == 0) {
        throw e;
      }
      // What was read before it is good, and is diagnosed.
      console.errors().println("plimsoll: " + e.getMessage() + "; what comes before it counts");
    }
    final PacketPipeline pipeline = capture.pipeline();
    final Diagnosis diagnosis = capture.diagnosis();
    return new Evidence(
        diagnosis,
        Steps.of(diagnosis, ThisHost.UNKNOWN),
        List.of(
            new HostFact("name", name),
            new HostFact("host", words(host)),
            new HostFact("packets", PlainText.count(pipeline.frameCount())),
            new HostFact("plimsoll", VersionText.number())),
        "",
        limit,
        capture.curve().points(),
        EvidenceLook.groups(capture.table(), pipeline.lastMillis()),
        EvidenceLook.sessions(diagnosis, capture.table(), pipeline.lastMillis()),
        List.of());
  }

  private static String words(final HostAddresses host) {
    return host.addresses().stream().map(IpAddress::toString).collect(Collectors.joining(", "));
  }

  private HostAddresses host(final Console console) throws IOException {
    if (!tracking.host().equals(HostAddresses.UNKNOWN)) {
      return tracking.host();
    }
    if (files.contains(Path.of("-"))) {
      throw new IOException("say whose capture it is: --host ADDRESS");
    }
    final CapturedHost found;
    try (CaptureFiles source = CaptureFiles.open(files, System.in)) {
      found = CapturedHost.of(source);
    }
    if (found.addresses().isEmpty()) {
      throw new IOException(
          "say whose capture it is: --host ADDRESS. No address has part in nearly all packets; most have "
              + (found.most().isEmpty() ? "none" : found.most()));
    }
    final HostAddresses host = HostAddresses.of(found.addresses());
    console
        .errors()
        .println(
            "plimsoll: taken as the host of this capture: %s, which has part in %s of its packets; --host says otherwise"
                .formatted(words(host), PlainText.share(Math.round(found.share() * 1000), 1000)));
    return host;
  }
}
