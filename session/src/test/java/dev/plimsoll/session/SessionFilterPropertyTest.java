package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds for all filters and all sessions. */
class SessionFilterPropertyTest {
  private static final int FILTERS = 2_000;
  private static final int SESSIONS = 20;

  @Test
  void theTextOfAFilterIsReadBackAsAnEqualFilter() throws FilterSyntaxException {
    for (long seed = 0; seed < FILTERS; seed++) {
      final String text = RandomFilters.filter(new SplittableRandom(seed), 5);
      final SessionFilter filter = SessionFilter.parse(text);

      final SessionFilter again = SessionFilter.parse(filter.toString());

      assertThat(again).as("seed %d: %s", seed, text).isEqualTo(filter);
      assertThat(again).as("seed %d: %s", seed, text).hasToString(filter.toString());
    }
  }

  @Test
  void notMatchesWhatTheFilterDoesNot() throws FilterSyntaxException {
    for (long seed = 0; seed < FILTERS; seed++) {
      final SplittableRandom random = new SplittableRandom(seed);
      final String text = RandomFilters.filter(random, 3);
      final SessionFilter filter = SessionFilter.parse(text);
      final SessionFilter not = SessionFilter.parse("not (" + text + ")");
      for (int i = 0; i < SESSIONS; i++) {
        final Session session = FilterSamples.random(random);
        assertThat(not.matches(session))
            .as("seed %d: not (%s) of %s", seed, text, session)
            .isEqualTo(!filter.matches(session));
      }
    }
  }

  @Test
  void andAndOrMatchAsBooleansDo() throws FilterSyntaxException {
    for (long seed = 0; seed < FILTERS; seed++) {
      final SplittableRandom random = new SplittableRandom(seed);
      final String a = RandomFilters.condition(random);
      final String b = RandomFilters.condition(random);
      final String c = RandomFilters.condition(random);
      final SessionFilter first = SessionFilter.parse(a);
      final SessionFilter second = SessionFilter.parse(b);
      final SessionFilter third = SessionFilter.parse(c);
      final SessionFilter mixed = SessionFilter.parse(a + " or " + b + " not " + c);
      final SessionFilter bracketed = SessionFilter.parse("(" + a + " or " + b + ") and " + c);
      for (int i = 0; i < SESSIONS; i++) {
        final Session session = FilterSamples.random(random);
        final boolean isA = first.matches(session);
        final boolean isB = second.matches(session);
        final boolean isC = third.matches(session);
        assertThat(mixed.matches(session))
            .as("seed %d: %s of %s", seed, mixed, session)
            .isEqualTo(isA || isB && !isC);
        assertThat(bracketed.matches(session))
            .as("seed %d: %s of %s", seed, bracketed, session)
            .isEqualTo((isA || isB) && isC);
      }
    }
  }

  @Test
  void everyConditionHoldsForSomeSessionsAndNotForOthers() throws FilterSyntaxException {
    final SplittableRandom random = new SplittableRandom(1);
    for (final String text : RandomFilters.CONDITIONS) {
      final SessionFilter filter = SessionFilter.parse(text);
      int matching = 0;
      for (int j = 0; j < 1_000; j++) {
        matching += filter.matches(FilterSamples.random(random)) ? 1 : 0;
      }
      assertThat(matching).as("sessions of 1,000 for which %s holds", text).isBetween(1, 999);
    }
  }

  @Test
  void matchingMakesNoObject() throws FilterSyntaxException {
    final List<SessionFilter> filters = new ArrayList<>();
    for (final String text : RandomFilters.CONDITIONS) {
      filters.add(SessionFilter.parse("not (" + text + " mark:0/0)"));
    }
    final SplittableRandom random = new SplittableRandom(1);
    final Session[] sessions = new Session[100];
    Arrays.setAll(sessions, _ -> FilterSamples.random(random));
    matchAll(filters, sessions);

    final long before = allocatedBytes();
    for (int i = 0; i < 100; i++) {
      matchAll(filters, sessions);
    }

    // Asking for the number makes an object or two itself.
    assertThat(allocatedBytes() - before).as("bytes for 400,000 matches").isLessThan(20_000);
  }

  private static void matchAll(final List<SessionFilter> filters, final Session[] sessions) {
    for (int i = 0; i < filters.size(); i++) {
      for (final Session session : sessions) {
        filters.get(i).matches(session);
      }
    }
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
