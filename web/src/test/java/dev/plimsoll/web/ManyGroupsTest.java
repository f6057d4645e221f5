package dev.plimsoll.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ManyGroupsTest {
  private static final PlayedWatch WATCH = new PlayedWatch(Duration.ofSeconds(5));

  @AfterAll
  static void close() {
    WATCH.close();
  }

  private static Reply ask(final String query) throws Refusal, IOException {
    final Route route =
        requireNonNull(
            new SessionsApi(WATCH, System::currentTimeMillis, 10).routes().get("/api/v1/groups"));
    return route.answer().to(Query.parse(query, route.parameters()));
  }

  @Test
  void moreGroupsThanAreCountedAtOnceAreRefusedWithWhatToDo() {
    assertThatThrownBy(() -> ask("by=remote,lport"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("more than 10 groups")
        .hasMessageContaining("fewer keys");
  }

  @Test
  void asManyAsAreCountedAreAnswered() throws Exception {
    assertThat(ask("by=protocol").status()).isEqualTo(200);
  }
}
