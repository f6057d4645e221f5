package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Whatever stands in a parameter, the answer is an answer, and no fault of the program. */
class ParameterFuzzTest {
  private static final List<String> QUERIES =
      List.of(
          "/api/v1/now?netns=",
          "/api/v1/series?points=",
          "/api/v1/compositions?most=",
          "/api/v1/changes?from=",
          "/api/v1/overloads?to=",
          "/api/v1/sessions?rows=3&filter=",
          "/api/v1/sessions?rows=3&sort=",
          "/api/v1/session?protocol=tcp&dst=192.0.2.1&src=",
          "/api/v1/groups?rows=3&by=",
          "/api/v1/filter?text=",
          "/api/v1/filter/words?text=",
          "/api/v1/alerts?rows=");

  private static Served served;

  @BeforeAll
  static void serve() throws IOException {
    served = Served.open();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @FuzzTest(maxDuration = "8s")
  void aParameterOfAnyTextIsAnsweredOrRefused(final byte @Nullable [] input) throws IOException {
    if (input == null || input.length == 0 || input.length > 2000) {
      return;
    }
    final String path = QUERIES.get((input[0] & 0xff) % QUERIES.size());
    final String value = new String(input, 1, input.length - 1, ISO_8859_1);

    BugDetectors.allowNetworkConnections();
    assertThat(served.status(path + URLEncoder.encode(value, ISO_8859_1))).isIn(200, 400, 404, 503);
  }
}
