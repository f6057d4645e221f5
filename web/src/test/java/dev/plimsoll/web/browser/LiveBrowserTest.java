package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes over the live stream, and what is said when it does not come. */
final class LiveBrowserTest {
  private ServedPage served;

  @BeforeEach
  void open() throws IOException {
    served = ServedPage.open();
  }

  @AfterEach
  void close() {
    if (served != null) {
      served.close();
    }
  }

  @Test
  void eachReadingIsShownAsItComes() {
    try (Page page = served.at("now")) {
      final String first = page.locator(".taken").textContent();

      page.waitForCondition(() -> !page.locator(".taken").textContent().equals(first));
      served.assertNoComplaints(page);
    }
  }

  @Test
  void theTitleTellsVerdictAndCount() {
    try (Page page = served.at("now")) {
      page.waitForCondition(() -> page.title().contains("sessions"));

      assertThat(page.title())
          .matches(
              "(Fine|Brief peak|Sustained overload|Unknown) · [\\d,]+ sessions · .+ · Plimsoll");
    }
  }

  @Test
  void theVerdictIsAnnouncedOnceNotWithEachReading() {
    try (Page page = served.at("now")) {
      page.locator("#announcement:not(:empty)").waitFor(Screenshots.attached());
      page.evaluate(
          "() => { window.told = 0; new MutationObserver(() => window.told++)"
              + ".observe(document.getElementById('announcement'), {subtree: true, childList: true, characterData: true}); }");
      final String verdict = page.locator(".hero .verdict").textContent();
      final String first = page.locator(".taken").textContent();
      page.waitForCondition(() -> !page.locator(".taken").textContent().equals(first));

      if (page.locator(".hero .verdict").textContent().equals(verdict)) {
        assertThat(page.evaluate("window.told")).isEqualTo(0);
      }
    }
  }

  @Test
  void aWatchThatStoppedIsSaidAndComesBackByItself() throws IOException {
    try (Page page = served.at("now")) {
      served.stop();
      page.locator(".banner:has-text('Disconnected')").waitFor();
      page.waitForCondition(() -> page.title().startsWith("Disconnected"));

      served.startAgain();
      page.locator(".banner:has-text('Disconnected')").waitFor(Screenshots.gone());
    }
  }
}
