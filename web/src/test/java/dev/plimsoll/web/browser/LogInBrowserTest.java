package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.plimsoll.web.Token;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page where a token is set. */
final class LogInBrowserTest {
  private static final Token TOKEN = Token.create();

  private static ServedPage served;

  @BeforeAll
  static void open() throws IOException {
    served = ServedPage.open(TOKEN);
  }

  @AfterAll
  static void close() {
    if (served != null) {
      served.close();
    }
  }

  @Test
  void nothingIsShownBeforeTheTokenIsGiven() throws IOException {
    try (Page page = page()) {
      assertThat(page.locator("h1").allTextContents()).containsExactly("Log in");
      assertThat(Accessibility.violations(page)).isEmpty();
    }
  }

  @Test
  void theTokenOpensTheViewThatWasAskedForAndIsNotAskedForAgain() {
    try (Page page = page()) {
      logIn(page, TOKEN.text());
      page.locator("main h1:text('System')").waitFor();
      page.reload();

      page.locator("main h1:text('System')").waitFor();
    }
  }

  @Test
  void aWrongTokenIsRefusedInWords() {
    try (Page page = page()) {
      logIn(page, "wrong");
      page.locator("[role=alert]:not(:empty)").waitFor();

      assertThat(page.locator("[role=alert]").textContent()).isEqualTo("this is not the token");
    }
  }

  @Test
  void afterLoggingOutTheTokenIsAskedForAgain() {
    try (Page page = page()) {
      logIn(page, TOKEN.text());
      page.locator("button:text('Log out')").click();

      page.locator("h1:text('Log in')").waitFor();
      page.reload();
      page.locator("h1:text('Log in')").waitFor();
    }
  }

  private static Page page() {
    final Page page = served.blank(ServedPage.PHONE, ColorScheme.LIGHT);
    page.navigate("/#/system");
    page.locator("#token").waitFor();
    return page;
  }

  private static void logIn(final Page page, final String token) {
    page.locator("#token").fill(token);
    page.locator("#token").press("Enter");
  }
}
