package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.SessionFlood;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
@Timeout(60)
class FilteredDeletionSystemTest {
  private static final int SESSIONS = 20_000;

  @AutoClose private LabNamespace namespace;
  @AutoClose private Ctnetlink table;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
    table = Ctnetlink.open(namespace.networkNamespace());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "any",
        "proto:udp",
        "dst:198.51.100.1",
        "is:ipv6 is:assured",
        "dst:2001:db8:ffff::1",
        "not state:ESTABLISHED",
        "sport:32768 or proto:udp",
        "zone:5"
      })
  void whatMatchesIsToldAndGoneAndTheRestStays(final String text)
      throws IOException, FilterSyntaxException {
    flood();
    final SessionFilter filter = SessionFilter.parse(text);
    final Set<Tuple> wanted = new HashSet<>();
    final Set<Tuple> rest = new HashSet<>();
    table.dump(
        SessionFilter.ALL,
        session -> (filter.matches(session) ? wanted : rest).add(Tuple.copyOf(session.original())));

    final List<Tuple> told = new ArrayList<>();
    final long count = delete(filter, told);

    assertThat(count).isEqualTo(wanted.size());
    assertThat(told).hasSize(wanted.size());
    assertThat(new HashSet<>(told)).isEqualTo(wanted);
    assertThat(originals()).isEqualTo(rest);
  }

  @Test
  void whatAFilterCannotSayIsHeededToo() throws IOException {
    flood();
    final long odd;
    try (FilteredDeletion deletion = FilteredDeletion.open(namespace.networkNamespace())) {
      odd =
          deletion.delete(
              SessionFilter.ALL, session -> (session.original().sourceLow() & 1) == 1, s -> {});
    }

    assertThat(odd).isPositive();
    assertThat(originals()).hasSize((int) (SESSIONS - odd)).allMatch(t -> t.sourceLow() % 2 == 0);
  }

  @Test
  void theSameTupleOfAnotherZoneStays() throws IOException, FilterSyntaxException {
    try (SessionWriter writer = SessionWriter.open(namespace.networkNamespace())) {
      final Session session = SampleSessions.icmp();
      session.zone(9);
      writer.create(session);
      session.zone(7);
      writer.create(session);
      session.zone(0);
      session.originalZone(8);
      writer.create(session);
      writer.perform();
    }

    assertThat(delete(SessionFilter.parse("zone:8"), new ArrayList<>())).isEqualTo(1);
    assertThat(delete(SessionFilter.parse("zone:7"), new ArrayList<>())).isEqualTo(1);
    assertThat(table.statistics().entries()).isEqualTo(1);
  }

  @Test
  void ofTwoWhoDeleteAtOnceOneIsToldOfEachSession()
      throws IOException, InterruptedException, ExecutionException {
    flood();
    final List<Tuple> first = new ArrayList<>();
    final List<Tuple> second = new ArrayList<>();
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      final Future<Long> one = both.submit(() -> delete(SessionFilter.ALL, first));
      final Future<Long> other = both.submit(() -> delete(SessionFilter.ALL, second));
      assertThat(one.get() + other.get()).isEqualTo(SESSIONS);
    }

    first.addAll(second);
    assertThat(first).doesNotHaveDuplicates().hasSize(SESSIONS);
    assertThat(table.statistics().entries()).isZero();
  }

  private long delete(final SessionFilter filter, final List<Tuple> told) throws IOException {
    try (FilteredDeletion deletion = FilteredDeletion.open(namespace.networkNamespace())) {
      return deletion.delete(
          filter, session -> true, session -> told.add(Tuple.copyOf(session.original())));
    }
  }

  private Set<Tuple> originals() throws IOException {
    final Set<Tuple> found = new HashSet<>();
    table.dump(SessionFilter.ALL, session -> found.add(Tuple.copyOf(session.original())));
    return found;
  }

  private void flood() throws IOException {
    try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace()).ipv6Of100(30)) {
      flood.add(SESSIONS);
      flood.requireNoRefusal();
    }
  }
}
