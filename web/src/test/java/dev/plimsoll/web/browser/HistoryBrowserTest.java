package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chart of the past: moments, what changed, zoom. */
final class HistoryBrowserTest {
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
  void aClickShowsTheBreakdownAndASecondWhatChanged() {
    try (Page page = served.at("history")) {
      final BoundingBox plot = page.locator(".u-over").boundingBox();
      page.mouse().click(plot.x + plot.width / 4, plot.y + plot.height / 2);
      page.locator("table[aria-label='Kinds at moment A'] tbody tr").first().waitFor();
      page.mouse().click(plot.x + plot.width * 3 / 4, plot.y + plot.height / 2);

      page.locator("h2:text('What changed')").waitFor();
      page.locator(".lead").waitFor();
      assertThat(page.locator(".lead").textContent()).contains("since");
      served.assertNoComplaints(page);
    }
  }

  @Test
  void aDragLooksCloserAndBackReturns() {
    try (Page page = served.at("history?range=48h")) {
      final BoundingBox plot = page.locator(".u-over").boundingBox();
      page.mouse().move(plot.x + plot.width / 4, plot.y + 50);
      page.mouse().down();
      page.mouse().move(plot.x + plot.width / 2, plot.y + 60);
      page.mouse().up();
      page.locator("button:text-is('Back')").waitFor();
      assertThat(page.url()).contains("from=").contains("to=");

      page.locator("button:text-is('Back')").click();
      page.locator("button[aria-pressed=true]:text-is('48 h')").waitFor();
    }
  }

  @Test
  void theKeyboardPicksAMoment() {
    try (Page page = served.at("history")) {
      page.locator(".plot[tabindex='0']").focus();
      page.keyboard().press("Home");
      page.keyboard().press("ArrowRight");
      page.keyboard().press("Enter");

      page.locator("h2:text('At moment A')").waitFor();
    }
  }

  @Test
  void timesOverTheLimitAreListedInWords() {
    try (Page page = served.at("history?range=30d")) {
      final var rows = page.locator("table[aria-label='Times over the limit'] tbody tr");

      assertThat(rows.allTextContents())
          .anyMatch(row -> row.startsWith("Sustained"))
          .anyMatch(row -> row.startsWith("Brief peak"));
    }
  }
}
