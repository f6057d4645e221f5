package dev.plimsoll.watch.history;

import static dev.plimsoll.watch.history.HistorySamples.NOON;
import static dev.plimsoll.watch.history.HistorySamples.delivery;
import static dev.plimsoll.watch.history.HistorySamples.reading;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresHistoryTest extends HistoryContract {
  private static @Nullable PostgresServer started;
  private HistoryLocation location = new HistoryLocation.InMemory();

  @BeforeAll
  static void startServer() throws IOException {
    started = PostgresServer.begin();
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (started != null) {
      started.close();
    }
  }

  private static PostgresServer server() {
    return requireNonNull(started);
  }

  @BeforeEach
  void makeDatabase() throws IOException {
    location = server().newDatabase();
  }

  @Override
  HistoryLocation location() {
    return location;
  }

  @Test
  void nothingIsLostWhenTheServerIsStoppedAndStartedWhileItIsWrittenTo() throws IOException {
    int count = 0;
    try (History history = open()) {
      for (int round = 0; round < 3; round++) {
        count = add(history, count);
        server().stop();
        try {
          count = add(history, count);
          assertThat(history.flush()).isFalse();
          history.put(List.of(delivery("a" + round, "mail", NOON + round)));
          assertThat(history.health().trouble()).contains("Does it run").doesNotContain("secret");
          assertThat(history.reader().samples("own", NOON, NOON * 2)).hasSizeGreaterThan(0);
        } finally {
          server().start();
        }
        await().atMost(Duration.ofMinutes(1)).until(history::flush);
        assertThat(history.health().trouble()).isNull();
        assertThat(history.health().waiting()).isZero();
      }
      assertThat(history.health().lost()).isZero();
    }
    try (History history = open()) {
      assertThat(history.reader().samples("own", NOON, NOON * 2)).hasSize(count);
      assertThat(
              history.reader().spans(Grain.HOUR, "own", NOON, NOON * 2).stream()
                  .mapToLong(SpanRow::samples)
                  .sum())
          .isEqualTo(count);
      assertThat(history.pending()).hasSize(3);
    }
  }

  private static int add(final History history, final int from) {
    int count = from;
    for (int i = 0; i < 200; i++) {
      history.add(reading("own", NOON + count++ * 5_000L, i));
      if (i == 100) {
        history.flush();
      }
    }
    return count;
  }

  @Test
  void aServerThatIsAwayAtTheStartTellsWhatItKeptWhenItIsBack() throws IOException {
    try (History history = open()) {
      history.remember("alerts/own", "told", List.of(delivery("a", "mail", NOON)));
      assertThat(history.isReadable()).isTrue();
    }
    server().stop();
    try (History history = open()) {
      try {
        assertThat(history.isReadable()).isFalse();
        assertThat(history.recall("alerts/own")).isEmpty();
        history.put(List.of(delivery("b", "mail", NOON + 1)));
      } finally {
        server().start();
      }
      await().atMost(Duration.ofMinutes(1)).until(history::flush);
      assertThat(history.isReadable()).isTrue();
      assertThat(history.recall("alerts/own")).isEqualTo("told");
      assertThat(history.pending()).hasSize(2);
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidSoAndTheWatchGoesOn() {
    final HistorySettings nowhere =
        HistorySettings.at(
            new HistoryLocation.InPostgres(
                "jdbc:postgresql://127.0.0.1:1/plimsoll?user=plimsoll&password=secret"));
    try (History history = History.open(nowhere)) {
      history.add(reading("own", NOON, 7));
      assertThat(history.flush()).isFalse();
      assertThat(history.reader().samples("own", NOON, NOON)).hasSize(1);
      assertThat(history.health().where()).isEqualTo("postgresql://127.0.0.1:1/plimsoll");
      assertThat(history.health().trouble())
          .startsWith("PostgreSQL at postgresql://127.0.0.1:1/plimsoll: ")
          .contains("refused")
          .doesNotContain("secret");
      assertThat(history.health().waiting()).isEqualTo(1);
    }
  }

  @Test
  void serversThatShareADatabaseKeepApartInSchemasOfTheirOwn() throws SQLException {
    final String url = ((HistoryLocation.InPostgres) location).url();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA web1");
      statement.execute("CREATE SCHEMA web2");
    }
    final HistoryLocation web1 = new HistoryLocation.InPostgres(url + "&currentSchema=web1");
    final HistoryLocation web2 = new HistoryLocation.InPostgres(url + "&currentSchema=web2");
    try (History one = History.open(HistorySettings.at(web1));
        History other = History.open(HistorySettings.at(web2))) {
      final long now = System.currentTimeMillis();
      one.add(reading("own", now, 1));
      assertThat(one.flush()).isTrue();
      assertThat(other.flush()).isTrue();
      assertThat(one.reader().samples("own", 0, now)).hasSize(1);
      assertThat(other.reader().samples("own", 0, now)).isEmpty();
    }
  }
}
