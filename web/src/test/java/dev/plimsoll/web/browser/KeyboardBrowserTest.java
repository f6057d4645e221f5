package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page without a mouse. */
final class KeyboardBrowserTest {
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
  void theFirstTabIsTheWayPastTheHeader() {
    try (Page page = served.at("now")) {
      page.keyboard().press("Tab");
      assertThat(focused(page)).isEqualTo("Skip to the content");
      page.keyboard().press("Enter");

      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("main");
    }
  }

  @Test
  void viewsAreReachedByTabAndEnter() {
    try (Page page = served.at("now")) {
      for (int tabs = 0; tabs < 10 && !focused(page).equals("Sessions"); tabs++) {
        page.keyboard().press("Tab");
      }
      page.keyboard().press("Enter");

      page.locator("main h1:text('Sessions')").waitFor();
    }
  }

  @Test
  void aSlashLeadsToTheFilterFromAnyView() {
    try (Page page = served.at("now")) {
      page.keyboard().press("/");
      page.waitForCondition(() -> "filter".equals(page.evaluate("document.activeElement.id")));
      page.keyboard().type("proto:udp");
      page.keyboard().press("Enter");

      page.locator("text=sessions match").waitFor();
    }
  }

  @Test
  void theQuestionMarkShowsTheKeysAndEscapeClosesThem() {
    try (Page page = served.at("now")) {
      page.keyboard().press("?");
      page.locator("dialog:has-text('Go to the filter')").waitFor();
      page.keyboard().press("Escape");

      page.locator("dialog").waitFor(Screenshots.gone());
    }
  }

  @Test
  void keysOfOneLetterCanBeSwitchedOff() {
    try (Page page = served.at("now")) {
      page.keyboard().press("?");
      page.locator("dialog input[type=checkbox]").uncheck();
      page.keyboard().press("Escape");
      page.locator("dialog").waitFor(Screenshots.gone());
      page.keyboard().press("2");

      assertThat(page.url()).doesNotContain("findings");
    }
  }

  @Test
  void whatIsFocusedIsSeen() {
    try (Page page = served.at("now")) {
      page.keyboard().press("Tab");
      page.keyboard().press("Tab");

      assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
          .isEqualTo("solid");
    }
  }

  private static String focused(final Page page) {
    return String.valueOf(page.evaluate("document.activeElement.textContent"));
  }
}
