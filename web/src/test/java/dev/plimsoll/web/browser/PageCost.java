package dev.plimsoll.web.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the page costs who opens it, nothing cached: {@code PageCost BASE_URL [TIMES]} prints the
 * median time to the first paint with content, and the bytes that went over the wire.
 */
final class PageCost {
  private static final String FIRST_PAINT =
      "() => new Promise(done => new PerformanceObserver((list, observer) => {"
          + " for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint')"
          + " { observer.disconnect(); done(entry.startTime); } })"
          + ".observe({type: 'paint', buffered: true}))";
  private static final String COUNT_SHOWN = ".hero .count";

  private record Cost(double paintMillis, double shownMillis, long fileBytes, long answerBytes) {}

  private PageCost() {}

  public static void main(final String... arguments) {
    if (arguments.length < 1) {
      System.err.println("usage: PageCost BASE_URL [TIMES]");
      System.exit(2);
    }
    final int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    try (Browser browser = Browser.open()) {
      final List<Cost> costs = new ArrayList<>();
      for (int time = 0; time < times; time++) {
        costs.add(open(browser, arguments[0]));
      }
      final Cost last = costs.getLast();
      System.out.printf(
          Locale.ROOT,
          "first contentful paint %.0f ms, the count shown after %.0f ms (medians of %d);"
              + " %,d bytes of files, %,d of answers%n",
          median(costs.stream().mapToDouble(Cost::paintMillis).toArray()),
          median(costs.stream().mapToDouble(Cost::shownMillis).toArray()),
          times,
          last.fileBytes(),
          last.answerBytes());
    }
  }

  private static Cost open(final Browser browser, final String address) {
    try (BrowserContext context = browser.chromium().newContext();
        Page page = context.newPage()) {
      final AtomicLong files = new AtomicLong();
      final AtomicLong answers = new AtomicLong();
      page.onRequestFinished(request -> {
        final var sizes = request.sizes();
        final long bytes = 0L + sizes.responseBodySize + sizes.responseHeadersSize;
        (request.url().contains("/api/") ? answers : files).addAndGet(bytes);
      });
      page.navigate(address + "/#/now");
      page.locator(COUNT_SHOWN).waitFor();
      final double shown = ((Number) page.evaluate("performance.now()")).doubleValue();
      final double paint = ((Number) page.evaluate(FIRST_PAINT)).doubleValue();
      page.waitForTimeout(1000);
      return new Cost(paint, shown, files.get(), answers.get());
    }
  }

  private static double median(final double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
