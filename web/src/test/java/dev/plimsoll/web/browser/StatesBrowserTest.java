package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said where there is nothing to show, or something went wrong: answers are changed. */
final class StatesBrowserTest {
  private static ServedPage served;

  @BeforeAll
  static void open() throws IOException {
    served = ServedPage.open();
  }

  @AfterAll
  static void close() {
    if (served != null) {
      served.close();
    }
  }

  @Test
  void withoutAlertsItIsSaidHowToBeTold() {
    try (Page page = served.blank(ServedPage.PHONE, ColorScheme.LIGHT)) {
      answer(page, "alerts", 200, "{\"alerts\":[]}");
      page.navigate("/#/alerts");

      page.locator("main:has-text('plimsoll alert test')").waitFor();
    }
  }

  @Test
  void beforeTheFirstDiagnosisThatIsSaid() {
    try (Page page = served.blank(ServedPage.PHONE, ColorScheme.LIGHT)) {
      answer(page, "diagnosis", 200, "{\"signs\":26,\"diagnosis\":null,\"steps\":[]}");
      page.navigate("/#/findings");

      page.locator("main:has-text('Not diagnosed yet')").waitFor();
    }
  }

  @Test
  void aDiagnosisThatIsOldIsCalledSo() {
    try (Page page = served.blank(ServedPage.WIDE, ColorScheme.LIGHT)) {
      change(page, "diagnosis", json -> json.replaceFirst("\"time\":[0-9]+", "\"time\":1"));
      page.navigate("/#/findings");

      page.locator(".banner:has-text('An old diagnosis')").waitFor();
    }
  }

  @Test
  void aHighCountThatNoSignExplainsIsUnknown() {
    try (Page page = served.blank(ServedPage.WIDE, ColorScheme.LIGHT)) {
      page.route("**/api/v1/stream*", Route::abort);
      change(
          page,
          "now",
          json -> json.replaceFirst("\"verdict\":\"[a-z-]+\"", "\"verdict\":\"sustained\""));
      page.navigate("/#/findings?netns=guest-7");

      page.locator(".diagnosis:has-text('none of the 26 known signs explains it')").waitFor();
    }
  }

  @Test
  void aHistoryThatCannotBeReadSaysWhyAndIsTriedAgain() {
    try (Page page = served.blank(ServedPage.WIDE, ColorScheme.LIGHT)) {
      answer(page, "series", 503, "{\"error\":\"the file is locked\"}");
      final long now = System.currentTimeMillis();
      page.navigate("/#/history?from=" + (now - 600_000) + "&to=" + now);
      page.locator("[role=alert]:has-text('the file is locked')").waitFor();
      page.unroute("**/api/v1/series?*");
      // The page may have tried again by itself meanwhile: then the chart is there already.
      page.locator("button:text('Try again'), figure.chart").first().click();

      page.locator("figure.chart").waitFor();
    }
  }

  @Test
  void anEmptyTableIsNotCalledAFilterThatMatchesNothing() {
    try (Page page = served.blank(ServedPage.WIDE, ColorScheme.LIGHT)) {
      answer(
          page, "sessions", 200, "{\"total\":0,\"matching\":0,\"tookMillis\":0,\"sessions\":[]}");
      page.navigate("/#/sessions");

      page.locator("main:has-text(\"The kernel's table is empty\")").waitFor();
    }
  }

  @Test
  void aHistoryThatCannotBeWrittenIsSaidOnEveryView() {
    try (Page page = served.blank(ServedPage.WIDE, ColorScheme.LIGHT)) {
      change(
          page,
          "system",
          json ->
              json.replace(
                  "\"trouble\":null,\"troubleSince\":null",
                  "\"trouble\":\"The disk is full.\",\"troubleSince\":1"));
      page.navigate("/#/sessions");

      page.locator(".banner:has-text('The disk is full.')").waitFor();
    }
  }

  @Test
  void entriesThatStandInForSessionsAreCalledSo() {
    try (Page page = served.blank(ServedPage.WIDE, ColorScheme.LIGHT)) {
      page.route("**/api/v1/stream*", Route::abort);
      change(
          page,
          "now",
          json ->
              json.replace("\"measure\":\"sessions\"", "\"measure\":\"entries\"")
                  .replace("\"synchronised\":true", "\"synchronised\":false"));
      page.navigate("/#/now");

      page.locator(".banner:has-text('Entries stand in for sessions')").waitFor();
      assertThat(page.locator(".banner:has-text('Not synchronised')").count()).isEqualTo(1);
      assertThat(page.locator(".hero .count").textContent()).endsWith("entries");
    }
  }

  @Test
  void aCountThatCouldNotBeTakenIsSaid() {
    try (Page page = served.blank(ServedPage.WIDE, ColorScheme.LIGHT)) {
      page.route("**/api/v1/stream*", Route::abort);
      change(page, "now", json -> json.replace("\"trouble\":null", "\"trouble\":\"It is gone.\""));
      page.navigate("/#/now");

      page.locator(".banner:has-text('It is gone.')").waitFor();
    }
  }

  private static void answer(
      final Page page, final String path, final int status, final String json) {
    page.route(
        "**/api/v1/" + path + "?*",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(status)
                    .setContentType("application/json")
                    .setBody(json)));
  }

  private static void change(
      final Page page, final String path, final UnaryOperator<String> changed) {
    page.route(
        "**/api/v1/" + path + "?*",
        route -> {
          final var response = route.fetch();
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(response)
                  .setBody(changed.apply(response.text())));
        });
  }
}
