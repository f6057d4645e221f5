package dev.plimsoll.web.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes pictures of every view of a running page, light and dark, wide and narrow: {@code
 * Screenshots BASE_URL FOLDER [VIEW…]}.
 */
final class Screenshots {
  private record Size(String name, int width, int height) {}

  private static final List<Size> SIZES =
      List.of(new Size("wide", 1440, 900), new Size("phone", 390, 844));

  private static final Map<String, Consumer<Page>> SCENES = new LinkedHashMap<>();

  static {
    SCENES.put("now", page -> open(page, "now"));
    SCENES.put("findings", page -> open(page, "findings"));
    SCENES.put("well", page -> open(page, "findings?netns=guest-7"));
    SCENES.put("sessions", page -> open(page, "sessions"));
    SCENES.put("filtered", page -> open(page, "sessions?filter=state%3ASYN_SENT&sort=-timeout"));
    SCENES.put("words", Screenshots::completion);
    SCENES.put("error", Screenshots::error);
    SCENES.put("groups", page -> open(page, "sessions?by=remote%2Cdport"));
    SCENES.put("detail", Screenshots::detail);
    SCENES.put("history", page -> open(page, "history?range=1h"));
    SCENES.put("moment", page -> open(page, "history?range=1h&a=" + ago(20)));
    SCENES.put("changes", page -> open(page, "history?range=1h&a=" + ago(20) + "&b=" + ago(1)));
    SCENES.put("month", page -> open(page, "history?range=30d"));
    SCENES.put("alerts", page -> open(page, "alerts"));
    SCENES.put("system", page -> open(page, "system"));
    SCENES.put("keys", Screenshots::keys);
  }

  private Screenshots() {}

  public static void main(final String... arguments) throws Exception {
    if (arguments.length < 2) {
      System.err.println("usage: Screenshots BASE_URL FOLDER [VIEW…]");
      System.exit(2);
    }
    final List<String> wanted = List.of(arguments).subList(2, arguments.length);
    final Path folder = Files.createDirectories(Path.of(arguments[1]));
    try (Browser browser = Browser.open()) {
      for (final Size size : SIZES) {
        for (final ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          final var options =
              new com.microsoft.playwright.Browser.NewContextOptions()
                  .setBaseURL(arguments[0])
                  .setViewportSize(size.width(), size.height())
                  .setColorScheme(scheme)
                  .setReducedMotion(ReducedMotion.REDUCE);
          try (BrowserContext context = browser.chromium().newContext(options)) {
            final String kind = size.name() + "-" + (scheme == ColorScheme.DARK ? "dark" : "light");
            takeAll(context, folder, kind, wanted);
          }
        }
      }
    }
  }

  private static void takeAll(
      final BrowserContext context,
      final Path folder,
      final String kind,
      final List<String> wanted) {
    for (final var scene : SCENES.entrySet()) {
      if (!wanted.isEmpty() && !wanted.contains(scene.getKey())) {
        continue;
      }
      try (Page page = context.newPage()) {
        page.onConsoleMessage(message -> System.err.println(kind + ": " + message.text()));
        page.onPageError(error -> System.err.println(kind + ": " + error));
        scene.getValue().accept(page);
        page.waitForTimeout(600);
        final Path file = folder.resolve(scene.getKey() + "-" + kind + ".png");
        final boolean whole = page.locator("dialog").count() == 0;
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(whole));
      }
    }
  }

  private static void open(final Page page, final String view) {
    page.navigate("/#/" + view);
    page.locator("main h1").first().waitFor(attached());
    page.locator("text=/^Reading /").first().waitFor(gone());
  }

  private static void completion(final Page page) {
    open(page, "sessions");
    page.locator("#filter").pressSequentially("proto:tcp state:");
    page.waitForTimeout(500);
  }

  private static void error(final Page page) {
    open(page, "sessions");
    page.locator("#filter").fill("proto:tcp dprt:443");
    page.keyboard().press("Escape");
    page.locator(".filter-error").waitFor();
  }

  private static void detail(final Page page) {
    open(page, "sessions?filter=proto%3Atcp");
    page.locator("td.opens button").first().click();
    page.locator("dialog .facts").first().waitFor();
  }

  private static void keys(final Page page) {
    open(page, "now");
    page.keyboard().press("?");
    page.locator("dialog table").waitFor();
  }

  private static long ago(final int minutes) {
    return System.currentTimeMillis() - minutes * 60_000L;
  }

  static Locator.WaitForOptions attached() {
    return new Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
  }

  static Locator.WaitForOptions gone() {
    return new Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN);
  }
}
