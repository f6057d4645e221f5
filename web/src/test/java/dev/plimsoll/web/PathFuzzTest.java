package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Whatever stands in an address, the answer is an answer, and no fault of the program. */
class PathFuzzTest {
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
  void anyPathIsAnsweredOrRefused(final byte @Nullable [] input) throws IOException {
    final String path =
        new String(input == null ? new byte[0] : input, ISO_8859_1)
            .replaceAll("[\\s\\p{Cntrl}]", "");
    // Also behind a host, as in //host/api/v1/stream: a stream has no end.
    if (path.contains("api/v1/stream")) {
      return;
    }

    BugDetectors.allowNetworkConnections();
    assertThat(served.status("/" + path)).isIn(200, 304, 400, 401, 403, 404, 414, 431);
  }
}
