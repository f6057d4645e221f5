package dev.plimsoll.web.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks at a page as axe-core does: names, roles, contrast, landmarks, headings. */
final class Accessibility {
  private static final String RUN =
      """
      async () => {
        const { violations } = await axe.run(document, { resultTypes: ["violations"] });
        return violations.flatMap(({ id, help, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target}: ${failureSummary}`));
      }
      """;

  private Accessibility() {}

  /** One line for each element that breaks a rule. */
  static List<String> violations(final Page page) throws IOException {
    try (InputStream axe = Accessibility.class.getResourceAsStream("/axe/axe.min.js")) {
      if (axe == null) {
        throw new IOException("axe/axe.min.js is not among the test resources");
      }
      page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    return ((List<?>) page.evaluate(RUN)).stream().map(String::valueOf).toList();
  }
}
