package dev.plimsoll.app.demo;

import dev.plimsoll.lab.HostScan;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.ServerAndWorld;
import dev.plimsoll.lab.SmallWebServer;
import dev.plimsoll.lab.WebVisitors;
import java.io.IOException;
import java.time.Duration;

/** A web server, its visitors, a crawler, and something on the server that scans other hosts. */
final class DemoStage implements AutoCloseable {
  private static final int WEB = 80;
  private static final int SSH = 22;
  private static final int FIRST_VISITOR = 10;
  private static final int VISITORS = 60;
  private static final int CRAWLER = 200;
  private static final Duration CRAWLER_STAY = Duration.ofHours(1);

  private final ServerAndWorld network;
  private final SmallWebServer server;
  private final WebVisitors visitors;
  private final WebVisitors crawler;
  private final HostScan scan;

  private DemoStage(
      final ServerAndWorld network, final SmallWebServer server, final DemoStory story) {
    this.network = network;
    this.server = server;
    visitors = new WebVisitors(network, WEB, FIRST_VISITOR, VISITORS, story.visitorStay());
    crawler = new WebVisitors(network, WEB, CRAWLER, 1, CRAWLER_STAY);
    scan = new HostScan(network, SSH);
  }

  /** Makes it, with nobody there yet. */
  static DemoStage create(final DemoStory story) throws IOException {
    final ServerAndWorld network =
        ServerAndWorld.create(story.timeWaitSeconds(), story.synSentSeconds());
    try {
      final SmallWebServer server =
          SmallWebServer.start(network.server(), ServerAndWorld.SERVER, WEB);
      return new DemoStage(network, server, story);
    } catch (final IOException e) {
      network.close();
      throw e;
    }
  }

  /** The server's namespace: the one to watch. */
  LabNamespace watched() {
    return network.server();
  }

  void visitors(final int number) {
    visitors.number(number);
  }

  void crawler(final int connections) {
    crawler.number(connections);
  }

  void scan(final int hostsPerSecond) {
    scan.perSecond(hostsPerSecond);
  }

  /**
   * Holds that the traffic flows.
   *
   * @throws IOException why it does not
   */
  void requireWell() throws IOException {
    visitors.requireWell();
    crawler.requireWell();
    scan.requireWell();
  }

  @Override
  public void close() throws IOException {
    try (network;
        server;
        visitors;
        crawler;
        scan) {
      // All are closed, whichever fails: the traffic first.
    }
  }
}
