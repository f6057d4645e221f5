package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a diagnosis looks like to people. */
final class FindingsBrowserTest {
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

  private static Page findings() {
    final Page page = served.at("findings");
    page.locator(".diagnosis").waitFor();
    return page;
  }

  @Test
  void theVerdictIsTheFirstThatIsRead() {
    try (Page page = findings()) {
      assertThat(page.locator("main h2").first().textContent().strip())
          .isEqualTo("Looks compromised");
      assertThat(page.locator(".reasons li").count()).isEqualTo(3);
      assertThat(page.locator(".confidence").textContent()).isEqualTo("almost certain (97 %)");
    }
  }

  @Test
  void aFindingLeadsToItsSessions() {
    try (Page page = findings()) {
      page.locator("text=Show the 1,240 sessions").click();
      page.locator("main h1:text('Sessions')").waitFor();

      assertThat(page.locator("#filter").inputValue())
          .isEqualTo("proto:tcp direction:out dport:22");
      assertThat(page.locator(".filter-error").count()).isZero();
    }
  }

  @Test
  void aHostileNameIsTextAndHidesNothing() throws Exception {
    try (Page page = findings()) {
      final String who = page.locator(".processes").textContent();

      assertThat(who)
          .contains("\\u{1b}[32m[kworker/0:1]\\u{1b}[0m\\u{a}<img src=x onerror=alert(1)>")
          .contains("\\u{202e}gpj.sh")
          .doesNotContainPattern("\\p{C}");
      assertThat(page.locator("main img").count()).isZero();
      served.assertNoComplaints(page);
    }
  }

  @Test
  void eachCommandHasAButtonThatNamesIt() {
    try (Page page = findings()) {
      assertThat(page.locator(".steps > li").count()).isEqualTo(5);
      assertThat(
              page.locator("button[aria-label='Copy: systemctl freeze php8.2-fpm.service']")
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void whereNothingWasFoundItIsSaidWhatWasLookedFor() {
    try (Page page = served.at("findings?netns=guest-7")) {
      page.locator(".diagnosis h2:has-text('Nothing unusual')").waitFor();

      assertThat(page.locator(".diagnosis .sentence").textContent())
          .contains("26 known signs", "None is there, as far as can be seen.");
      assertThat(page.locator("main:has-text('What cannot be seen')").count()).isEqualTo(1);
    }
  }

  @Test
  void nowSaysInALineWhatLeadsHere() {
    try (Page page = served.at("now")) {
      page.locator(".why a").click();

      page.locator(".diagnosis").waitFor();
    }
  }

  @Test
  void nowSaysNothingWhereNothingIsUnusual() {
    try (Page page = served.at("now?netns=guest-7")) {
      page.waitForResponse(
          response -> response.url().contains("/api/v1/diagnosis"), () -> page.reload());
      page.locator(".hero").waitFor();

      assertThat(page.locator(".why").count()).isZero();
    }
  }

  @Test
  void theSecondKeyLeadsHere() {
    try (Page page = served.at("now")) {
      page.keyboard().press("2");

      page.locator(".diagnosis").waitFor();
    }
  }
}
