package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.plimsoll.web.Metrics;
import dev.plimsoll.web.PlayedWatch;
import dev.plimsoll.web.Token;
import dev.plimsoll.web.WebServer;
import dev.plimsoll.web.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A played watch, served, and a browser that looks at it and notes what it complains of. */
final class ServedPage implements AutoCloseable {
  static final int WIDE = 1440;
  static final int PHONE = 390;

  private static final Duration BETWEEN_READINGS = Duration.ofMillis(500);

  private final Browser browser;
  private final PlayedWatch watch;
  private final @Nullable Token token;
  private final Map<Page, List<String>> complaints = new ConcurrentHashMap<>();
  private WebServer server;

  private ServedPage(
      final Browser browser,
      final PlayedWatch watch,
      final @Nullable Token token,
      final WebServer server) {
    this.browser = browser;
    this.watch = watch;
    this.token = token;
    this.server = server;
  }

  /** Serves a page; without a Chromium the test is skipped, and fails in CI. */
  static ServedPage open() throws IOException {
    return open(null);
  }

  /** Serves a page that asks for a token. */
  static ServedPage open(final @Nullable Token token) throws IOException {
    if (!Browser.isThere()) {
      final String reason = "there is no " + Browser.CHROMIUM + ": install the package chromium";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(reason);
      }
      Assumptions.abort(reason);
    }
    final PlayedWatch watch = new PlayedWatch(BETWEEN_READINGS);
    return new ServedPage(Browser.open(), watch, token, serve(watch, token, 0));
  }

  private static WebServer serve(
      final PlayedWatch watch, final @Nullable Token token, final int port) throws IOException {
    return WebServer.start(
        new WebSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            token == null ? null : token.hash(),
            null,
            WebSettings.DEFAULT_VIEWERS),
        watch,
        new Metrics(watch));
  }

  /** Stops serving, as when the watch ends. */
  void stop() {
    server.close();
  }

  /** Serves again at the same address. */
  void startAgain() throws IOException {
    server = serve(watch, token, server.address().getPort());
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
    final List<String> heard = new CopyOnWriteArrayList<>();
    complaints.put(page, heard);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        heard.add(message.type() + ": " + message.text());
      }
    });
    page.onPageError(heard::add);
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

  /**
   * Nothing was logged as an error or warning, such as a refusal by the content security policy.
   */
  void assertNoComplaints(final Page page) {
    assertThat(complaints.get(page)).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    server.close();
    watch.close();
  }
}
