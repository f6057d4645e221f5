package dev.plimsoll.app;

import dev.plimsoll.app.config.Configuration;
import dev.plimsoll.app.config.DiagnosisSettings;
import dev.plimsoll.app.demo.DemoWatch;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.alert.AlertSettings;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.history.HistoryLocation;
import dev.plimsoll.watch.history.HistorySettings;
import dev.plimsoll.web.WebServer;
import dev.plimsoll.web.WebSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The watch of a demonstration: the real one, with its page, but for the history, which is kept in
 * memory and forgotten.
 */
final class DaemonDemoWatch implements DemoWatch {
  private final WatchDaemon daemon;
  private final String namespace;

  private DaemonDemoWatch(final WatchDaemon daemon, final String namespace) {
    this.daemon = daemon;
    this.namespace = namespace;
  }

  /**
   * Watches one namespace.
   *
   * @param listen where the page is served
   */
  static DemoWatch open(
      final NetworkNamespace namespace,
      final LimitRule rule,
      final Duration every,
      final InetSocketAddress listen)
      throws IOException {
    final String name = KernelSource.name(namespace);
    final Configuration configuration =
        new Configuration(
            rule,
            every,
            List.of(name),
            Path.of("/nonexistent"),
            HistorySettings.at(new HistoryLocation.InMemory()),
            null,
            null,
            DiagnosisSettings.STANDARD,
            AlertSettings.DEFAULT,
            Map.of());
    final WatchDaemon daemon =
        WatchDaemon.open(
            configuration,
            WebSettings.onLoopback(listen),
            WatchCommand.host(),
            listener -> Mirror.open(List.of(namespace), MirrorSettings.defaults(), listener),
            () -> {},
            () -> {});
    daemon.start();
    return new DaemonDemoWatch(daemon, name);
  }

  @Override
  public @Nullable Diagnosis diagnosis() {
    return daemon.diagnoses().diagnosis(namespace);
  }

  @Override
  public @Nullable Reading reading() {
    return daemon.readings().latest(namespace);
  }

  @Override
  public @Nullable String address() {
    final WebServer web = daemon.web();
    return web == null ? null : "http://127.0.0.1:" + web.address().getPort();
  }

  @Override
  public void close() {
    daemon.close();
  }
}
