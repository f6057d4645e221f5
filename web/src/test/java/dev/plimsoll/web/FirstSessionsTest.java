package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The few that are kept are those that a full sort would put first. */
class FirstSessionsTest {
  private static final int SESSIONS = 3000;

  private final PlayedSessions played = new PlayedSessions(null);

  FirstSessionsTest() {
    played.fit(System.currentTimeMillis(), SESSIONS - 500, 500);
  }

  @ParameterizedTest
  @EnumSource(SortKey.class)
  void theyAreTheFirstOfASort(final SortKey key) {
    for (final boolean descending : new boolean[] {false, true}) {
      final Comparator<Session> order =
          Comparator.comparing((Session s) -> key.first(s) == SortKey.NONE)
              .thenComparing(
                  descending
                      ? Comparator.comparingLong(key::first)
                          .thenComparingLong(key::second)
                          .reversed()
                      : Comparator.comparingLong(key::first).thenComparingLong(key::second));
      final List<Session> sorted = all();
      sorted.sort(order);
      for (final int most : new int[] {1, 2, 77, 640, SESSIONS, SESSIONS + 1}) {
        assertThat(ids(first(key, descending, most).from(0)))
            .as("%s, descending %s, %d", key, descending, most)
            .isEqualTo(ids(sorted.subList(0, Math.min(most, SESSIONS))));
      }
    }
  }

  @Test
  void pagesFollowOneAnother() {
    final List<Integer> whole = ids(first(SortKey.STATE, true, 60).from(0));
    final List<Integer> pages = new ArrayList<>();
    for (int offset = 0; offset < 60; offset += 20) {
      pages.addAll(ids(first(SortKey.STATE, true, offset + 20).from(offset)));
    }

    assertThat(pages).isEqualTo(whole);
  }

  @Test
  void withoutAKeyTheTablesOrderStays() {
    final FirstSessions first = new FirstSessions(SessionFilter.ALL, null, false, 10);
    played.table().forEach(first);

    assertThat(ids(first.from(2))).isEqualTo(ids(all().subList(2, 10)));
    assertThat(first.total()).isEqualTo(SESSIONS);
    assertThat(first.matching()).isEqualTo(SESSIONS);
  }

  @Test
  void onlyWhatMatchesIsCounted() throws Exception {
    final FirstSessions first =
        new FirstSessions(SessionFilter.parse("dport:22 direction:out"), SortKey.SRC, false, 10);
    played.table().forEach(first);

    assertThat(first.total()).isEqualTo(SESSIONS);
    assertThat(first.matching()).isEqualTo(500);
    assertThat(first.from(0)).hasSize(10);
    assertThat(first.from(10)).isEmpty();
  }

  private FirstSessions first(final SortKey key, final boolean descending, final int most) {
    final FirstSessions first = new FirstSessions(SessionFilter.ALL, key, descending, most);
    played.table().forEach(first);
    return first;
  }

  private List<Session> all() {
    final List<Session> all = new ArrayList<>();
    played.table().forEach(session -> all.add(session.copy()));
    return all;
  }

  private static List<Integer> ids(final List<Session> sessions) {
    return sessions.stream().map(Session::id).toList();
  }
}
