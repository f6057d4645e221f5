package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.plimsoll.web.PlayedWatch;
import dev.plimsoll.web.WebServer;
import dev.plimsoll.web.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A played watch, served, and a browser that looks at it and notes what it complains of. */
final class ServedPage implements AutoCloseable {
  static final int WIDE = 1440;
  static final int PHONE = 390;

  private static final Duration BETWEEN_READINGS = Duration.ofMillis(500);

  private final Browser browser;
  private final PlayedWatch watch;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private WebServer server;

  private ServedPage(final Browser browser, final PlayedWatch watch, final WebServer server) {
    this.browser = browser;
    this.watch = watch;
    this.server = server;
  }

  /** Serves a page; without a Chromium the test is skipped, and fails in CI. */
  static ServedPage open() throws IOException {
    if (!Browser.isThere()) {
      final String reason = "there is no " + Browser.CHROMIUM + ": install the package chromium";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(reason);
      }
      Assumptions.abort(reason);
    }
    final PlayedWatch watch = new PlayedWatch(BETWEEN_READINGS);
    return new ServedPage(Browser.open(), watch, serve(watch, 0));
  }

  private static WebServer serve(final PlayedWatch watch, final int port) throws IOException {
    return WebServer.start(
        new WebSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100), watch);
  }

  /** Stops serving, as when the watch ends. */
  void stop() {
    server.close();
  }

  /** Serves again at the same address. */
  void startAgain() throws IOException {
    server = serve(watch, server.address().getPort());
  }

  /** A page of its own context, which has not been anywhere yet. */
  Page blank(final int width, final ColorScheme scheme) {
    final BrowserContext context =
        browser
            .chromium()
            .newContext(
                new com.microsoft.playwright.Browser.NewContextOptions()
                    .setBaseURL("http://127.0.0.1:" + server.address().getPort())
                    .setViewportSize(width, 900)
                    .setColorScheme(scheme)
                    .setReducedMotion(ReducedMotion.REDUCE));
    final Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.type() + ": " + message.text());
      }
    });
    page.onPageError(complaints::add);
    page.onClose(_ -> context.close());
    return page;
  }

  /** A page at a view, by the part of the address behind the hash. */
  Page at(final String view) {
    return at(view, WIDE, ColorScheme.LIGHT);
  }

  Page at(final String view, final int width, final ColorScheme scheme) {
    final Page page = blank(width, scheme);
    page.navigate("/#/" + view);
    page.locator("main h1").first().waitFor(Screenshots.attached());
    page.locator("text=/^Reading /").first().waitFor(Screenshots.gone());
    return page;
  }

  /** What pages logged as errors or warnings, refusals of the content security policy among it. */
  void assertNoComplaints() {
    assertThat(complaints).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    server.close();
    watch.close();
  }
}
