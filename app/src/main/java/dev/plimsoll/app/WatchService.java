package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.app.config.ConfigKey;
import dev.plimsoll.app.config.ConfigValue;
import dev.plimsoll.app.config.Configuration;
import dev.plimsoll.kernel.ServiceNotifier;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The watch as a process: starts the daemon, tells the terminal and systemd, reads the
 * configuration again on SIGHUP, and ends within five seconds on SIGTERM or Ctrl-C.
 */
final class WatchService implements AutoCloseable {
  private static final Logger LOG = System.getLogger("plimsoll.watch");
  private static final long CLOSING_MILLIS = 4_500;

  private final Console console;
  private final ConfigOptions config;
  private final Map<ConfigKey, ConfigValue> options;
  private final ServiceNotifier systemd = ServiceNotifier.ofEnvironment();
  private final CountDownLatch firstRound = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final WatchDaemon daemon;
  private final Configuration startedWith;
  private Configuration running;
  private boolean notifyFailed;

  WatchService(
      final Console console,
      final Configuration configuration,
      final ConfigOptions config,
      final Map<ConfigKey, ConfigValue> options,
      final String host,
      final KernelSources.Opening opening)
      throws IOException {
    this.console = console;
    this.config = config;
    this.options = options;
    startedWith = configuration;
    running = configuration;
    final Configuration.Page page = configuration.page();
    daemon =
        WatchDaemon.open(
            configuration,
            page == null ? null : PageSetup.settings(page, configuration.dataDir(), host, console),
            host,
            opening,
            this::afterRound,
            () -> tellSystemd("WATCHDOG=1"));
  }

  /** Stays until the process is told to end. */
  int run() {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("plimsoll-end").unstarted(this::end));
    Signals.register("HUP", this::reload);
    daemon.start();
    try {
      firstRound.await();
      if (ended.getCount() > 0) {
        tellStart();
      }
      ended.await();
      tellSystemd("STOPPING=1");
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  // Asked to end: the process lives until everything is written, but no longer than is promised.
  private void end() {
    ended.countDown();
    firstRound.countDown();
    try {
      if (!closed.await(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "Not everything could be closed in time.");
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellStart() {
    final PrintWriter out = console.text();
    final List<String> lines = new ArrayList<>();
    for (final KernelSource source : daemon.sources().current()) {
      final Reading reading = daemon.readings().latest(source.namespace());
      if (reading != null) {
        lines.add(
            "%s: %s now, the limit is %s."
                .formatted(
                    source.networkNamespace().displayName(),
                    count(reading.sample().count()),
                    count(reading.rule().limit())));
      }
    }
    out.println("Plimsoll watches " + String.join("\n                 ", lines));
    out.println("  page      " + page());
    out.println("  history   " + daemon.history().health().where());
    out.println(
        "  alerts    "
            + (running.alerts().channels().isEmpty()
                ? "on the page and in the log only; no channel is configured"
                : running.alerts().channels().size() + " channels"));
    out.println("Ctrl-C ends it.");
    out.flush();
    tellSystemd("READY=1");
  }

  private String page() {
    final WebServer web = daemon.web();
    final Configuration.Page page = running.page();
    if (web == null || page == null) {
      return "off";
    }
    final String fingerprint = web.fingerprint();
    return PageSetup.url(page, web.address())
        + (fingerprint == null ? "" : "\n            its certificate's SHA-256: " + fingerprint);
  }

  private void afterRound() {
    if (daemon.sources().current().stream()
        .anyMatch(source -> daemon.readings().latest(source.namespace()) != null)) {
      firstRound.countDown();
    }
    if (systemd.isListenedTo()) {
      tellSystemd("STATUS=" + status());
    }
  }

  private String status() {
    final List<String> words = new ArrayList<>();
    for (final KernelSource source : daemon.sources().current()) {
      final Reading reading = daemon.readings().latest(source.namespace());
      if (reading != null && words.size() < 5) {
        words.add(
            "%s: %s of %s, %s"
                .formatted(
                    reading.namespace(),
                    count(reading.sample().count()),
                    count(reading.rule().limit()),
                    VerdictLog.word(reading.verdict().answer())));
      }
    }
    return String.join("; ", words);
  }

  private void tellSystemd(final String... lines) {
    try {
      systemd.send(lines);
    } catch (final IOException e) {
      if (!notifyFailed) {
        notifyFailed = true;
        LOG.log(Level.WARNING, "systemd cannot be told how the watch fares: {0}", e.getMessage());
      }
    }
  }

  private synchronized void reload() {
    tellSystemd("RELOADING=1", "MONOTONIC_USEC=" + System.nanoTime() / 1000);
    try {
      final Configuration next = config.read(options);
      final List<String> waiting = new ArrayList<>();
      for (final ConfigKey key : ConfigKey.values()) {
        if (!key.isReloaded() && !Objects.equals(text(startedWith, key), text(next, key))) {
          waiting.add(key.path());
        }
      }
      daemon.reload(next);
      running = next;
      LOG.log(Level.INFO, "The configuration was read again and is in force.");
      if (!waiting.isEmpty()) {
        LOG.log(Level.WARNING, "These keys take a restart: {0}.", String.join(", ", waiting));
      }
    } catch (final ConfigException e) {
      for (final var problem : e.problems()) {
        LOG.log(Level.ERROR, "{0}", problem);
      }
      LOG.log(Level.ERROR, "The configuration was not taken over; the old one stays in force.");
    } catch (final RuntimeException e) {
      LOG.log(Level.ERROR, "The configuration could not be taken over", e);
    } finally {
      tellSystemd("READY=1");
    }
  }

  private static @Nullable List<String> text(final Configuration of, final ConfigKey key) {
    final ConfigValue value = of.given().get(key);
    return value == null ? null : value.words();
  }

  @Override
  public void close() {
    try {
      daemon.close();
    } finally {
      closed.countDown();
    }
  }
}
