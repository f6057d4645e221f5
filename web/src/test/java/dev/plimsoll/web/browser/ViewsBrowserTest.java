package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every view, wide and on a phone, light and dark. */
final class ViewsBrowserTest {
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

  static Stream<String> names() {
    final long now = System.currentTimeMillis();
    return Stream.of(
        "now",
        "findings",
        "findings?netns=guest-7",
        "sessions",
        "sessions?by=remote%2Cdport",
        "history?range=30d",
        "history?a=" + (now - 600_000),
        "history?a=" + (now - 600_000) + "&b=" + (now - 60_000),
        "alerts",
        "system");
  }

  static Stream<Arguments> views() {
    return names()
        .flatMap(view ->
            Stream.of(ServedPage.WIDE, ServedPage.PHONE)
                .flatMap(width ->
                    Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                        .map(scheme -> Arguments.of(view, width, scheme))));
  }

  @ParameterizedTest
  @MethodSource("views")
  void isShownWithoutComplaintOrBarrier(
      final String view, final int width, final ColorScheme scheme) throws IOException {
    try (Page page = served.at(view, width, scheme)) {
      assertThat(Accessibility.violations(page)).isEmpty();
      served.assertNoComplaints(page);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPhoneNeedsNoScrollingSideways(final String view) {
    try (Page page = served.at(view, ServedPage.PHONE, ColorScheme.LIGHT)) {
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(ServedPage.PHONE);
    }
  }

  @Test
  void anUnknownViewLeadsBackToNow() {
    try (Page page = served.at("nothing")) {
      page.locator("main a").click();

      page.locator(".hero").waitFor();
    }
  }

  @Test
  void theChosenColoursAreRemembered() {
    try (Page page = served.at("now")) {
      page.locator("button[aria-label='Dark colours']").click();
      page.reload();

      page.locator("button[aria-label='Light colours']").waitFor();
      assertThat(page.evaluate("document.documentElement.dataset.theme")).isEqualTo("dark");
    }
  }

  @Test
  void anotherNamespaceIsShownAndStaysInTheAddress() {
    try (Page page = served.at("now")) {
      final String own = page.locator(".count b").textContent();
      page.locator("header select").selectOption("guest-7");
      page.waitForCondition(() -> !page.locator(".count b").textContent().equals(own));

      assertThat(page.url()).endsWith("netns=guest-7");
      page.locator("nav a:text('Sessions')").click();
      page.locator("main h1:text('Sessions')").waitFor();
      assertThat(page.url()).endsWith("#/sessions?netns=guest-7");
    }
  }

  @Test
  void everyChartTellsInWordsWhatItShows() {
    try (Page page = served.at("now")) {
      final List<String> captions = page.locator("figure.chart figcaption").allTextContents();

      assertThat(captions).hasSize(3).allMatch(caption -> caption.matches(".*\\d.*\\."));
    }
  }
}
