package dev.plimsoll.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of sessions: the filter, sorting, paging, groups, one session. */
final class SessionsBrowserTest {
  private static final String ROWS = ".sessions tbody tr";

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
  void aFilterLeavesTheSessionsThatMatchAndGoesIntoTheAddress() {
    try (Page page = served.at("sessions")) {
      page.locator("#filter").fill("proto:udp");
      page.locator("#filter").press("Enter");
      page.locator("text=sessions match").waitFor();

      assertThat(page.locator(ROWS + " td:first-child").allTextContents()).containsOnly("udp");
      assertThat(page.url()).endsWith("#/sessions?filter=proto%3Audp");
    }
  }

  @Test
  void wordsThatFitAreOfferedAndTakenByKeyboard() {
    try (Page page = served.at("sessions")) {
      page.locator("#filter").pressSequentially("proto:tcp sta");
      page.locator("[role=option]").first().waitFor();
      page.locator("#filter").press("ArrowDown");
      page.locator("[role=option][aria-selected=true]:has-text('state:')").waitFor();
      page.locator("#filter").press("Enter");

      page.waitForCondition(() -> page.locator("#filter").inputValue().equals("proto:tcp state:"));
      served.assertNoComplaints(page);
    }
  }

  @Test
  void aMistakeIsNamedWithACaretAtItsColumn() {
    try (Page page = served.at("sessions")) {
      page.locator("#filter").fill("proto:tcp dprt:443");
      page.locator("#filter").press("Escape");
      page.locator(".filter-error").waitFor();

      assertThat(page.locator(".filter-error p").textContent()).contains("dprt");
      final List<String> lines = page.locator(".filter-error pre").textContent().lines().toList();
      assertThat(lines.get(1).indexOf('^')).isEqualTo(lines.get(0).indexOf("dprt"));
      served.assertNoComplaints(page);
    }
  }

  @Test
  void aColumnSortsFromTheLargestDownThenUp() {
    try (Page page = served.at("sessions")) {
      page.locator("th button:text('Time left')").click();
      page.locator("th[aria-sort=descending]").waitFor();
      page.locator("th button:text('Time left')").click();

      page.locator("th[aria-sort=ascending]").waitFor();
      assertThat(page.url()).contains("sort=timeout");
    }
  }

  @Test
  void theNextPageShowsOtherSessions() {
    try (Page page = served.at("sessions?sort=src")) {
      page.locator("button:text('Next')").first().click();
      page.locator("text=51 to 100").first().waitFor();

      assertThat(page.url()).contains("page=2");
      assertThat(page.locator(ROWS).count()).isEqualTo(50);
    }
  }

  @Test
  void aGroupLeadsToItsSessions() {
    try (Page page = served.at("sessions?by=protocol")) {
      page.locator("tbody a:text-is('udp')").click();
      page.locator("text=sessions match").waitFor();

      assertThat(page.locator("#filter").inputValue()).isEqualTo("proto:udp");
    }
  }

  @Test
  void aSessionShowsItsDetailAndIsFollowed() {
    try (Page page = served.at("sessions?filter=proto%3Atcp+state%3AESTABLISHED")) {
      page.locator(ROWS + " button").first().click();
      page.locator("dialog:has-text('Reply')").waitFor();
      page.locator("dialog button:text('Follow it')").click();

      page.locator("dialog:has-text('Followed')").waitFor();
      page.keyboard().press("Escape");
      page.locator("dialog").waitFor(Screenshots.gone());
      served.assertNoComplaints(page);
    }
  }

  @Test
  void wordsAndDetailAreNoBarrier() throws IOException {
    try (Page page = served.at("sessions")) {
      page.locator("#filter").pressSequentially("state:");
      page.locator("[role=option]").first().waitFor();
      assertThat(Accessibility.violations(page)).isEmpty();
      page.locator("#filter").press("Escape");
      page.locator(ROWS + " button").first().click();
      page.locator("dialog:has-text('Reply')").waitFor();

      assertThat(Accessibility.violations(page)).isEmpty();
    }
  }

  @Test
  void aSessionThatIsGoneIsSaidToHaveEnded() {
    try (Page page = served.at("sessions?session=6~192.0.2.1~1~192.0.2.2~2~~~~0")) {
      page.locator("dialog:has-text('It has ended')").waitFor();
    }
  }

  @Test
  void aRemoteOfTheFirstViewLeadsToItsSessions() {
    try (Page page = served.at("now")) {
      page.locator("table[aria-label='Top remotes'] a").first().click();
      page.locator("text=sessions match").waitFor();

      assertThat(page.locator("#filter").inputValue()).startsWith("remote:");
    }
  }
}
