package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.SessionFlood;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands against the kernel's own text. */
@KernelTest
final class CommandsKernelTest {
  private static final int SESSIONS = 3_000;

  private static LabNamespace space;

  @BeforeAll
  static void fillANamespace() throws IOException {
    space = LabNamespace.create("commands");
    space.enableTracking();
    try (SessionFlood flood =
        SessionFlood.into(space.networkNamespace()).ipv6Of100(20).timeoutSeconds(3_600)) {
      flood.add(SESSIONS);
      flood.requireNoRefusal();
    }
    space.run(
        "conntrack",
        "-I",
        "-p",
        "udp",
        "-s",
        "10.1.1.1",
        "-d",
        "10.2.2.2",
        "--sport",
        "5000",
        "--dport",
        "53",
        "-t",
        "3600",
        "-m",
        "7",
        "-w",
        "5");
    space.run(
        "conntrack",
        "-I",
        "-p",
        "icmp",
        "-s",
        "10.1.1.1",
        "-d",
        "10.2.2.2",
        "--icmp-type",
        "8",
        "--icmp-code",
        "0",
        "--icmp-id",
        "99",
        "-t",
        "3600");
    space.run(
        "conntrack",
        "-I",
        "-p",
        "tcp",
        "-s",
        "10.3.3.3",
        "-d",
        "10.2.2.2",
        "--sport",
        "1025",
        "--dport",
        "443",
        "--state",
        "ESTABLISHED",
        "-t",
        "3600",
        "-u",
        "SEEN_REPLY,ASSURED",
        "--src-nat",
        "198.51.100.1");
  }

  @AfterAll
  static void removeIt() throws IOException {
    space.close();
  }

  /** Filters with the same question in awk, asked of a line of /proc/net/nf_conntrack. */
  static List<Arguments> questions() {
    // In awk: $3 protocol, o(k) the first k=…, r(k) the second, s the state.
    return List.of(
        Arguments.of("all", "1"),
        Arguments.of("proto:tcp", "$3 == \"tcp\""),
        Arguments.of("proto:udp", "$3 == \"udp\""),
        Arguments.of("proto:icmp", "$3 == \"icmp\""),
        Arguments.of("not proto:tcp", "$3 != \"tcp\""),
        Arguments.of("family:ipv6", "$1 == \"ipv6\""),
        Arguments.of("state:ESTABLISHED", "/ ESTABLISHED /"),
        Arguments.of("state:SYN_SENT,TIME_WAIT", "/ SYN_SENT / || / TIME_WAIT /"),
        Arguments.of("is:unreplied", "/\\[UNREPLIED\\]/"),
        Arguments.of("is:assured", "/\\[ASSURED\\]/"),
        Arguments.of("-is:assured", "!/\\[ASSURED\\]/"),
        Arguments.of("is:replied and not is:assured", "!/\\[UNREPLIED\\]/ && !/\\[ASSURED\\]/"),
        Arguments.of("src:10.1.1.1", "o(\"src\") == \"10.1.1.1\""),
        Arguments.of("dst:10.2.2.2", "o(\"dst\") == \"10.2.2.2\""),
        Arguments.of("src:10.0.0.0/8 family:ipv4", "$1 == \"ipv4\" && o(\"src\") ~ /^10[.]/"),
        Arguments.of("dport:53", "o(\"dport\") == 53"),
        Arguments.of("dport:443,8443", "o(\"dport\") == 443 || o(\"dport\") == 8443"),
        Arguments.of(
            "sport:1024-32767",
            "o(\"sport\") != \"\" && o(\"sport\") >= 1024 && o(\"sport\") <= 32767"),
        Arguments.of("mark:7", "o(\"mark\") == 7"),
        Arguments.of("zone:5", "o(\"zone\") == 5"),
        Arguments.of("is:snat", "o(\"src\") != r(\"dst\")"),
        Arguments.of(
            "(proto:udp or state:TIME_WAIT) and -family:ipv6",
            "($3 == \"udp\" || / TIME_WAIT /) && $1 == \"ipv4\""),
        Arguments.of("type:8", "o(\"type\") == 8"));
  }

  private static long awk(final String condition) throws IOException {
    final String program =
        """
        function field(k, n,   i, a) { for (i = 1; i <= NF; i++) { split($i, a, "=");
          if (a[1] == k && n-- == 1) return a[2] } return "" }
        function o(k) { return field(k, 1) }
        function r(k) { return field(k, 2) }
        %s { n++ }
        END { print n + 0 }
        """
            .formatted(condition);
    return Long.parseLong(
        space
            .run(
                "awk",
                program.replace("\n", " ").replace("} function", "}\nfunction"),
                "/proc/net/nf_conntrack")
            .strip());
  }

  @ParameterizedTest
  @MethodSource("questions")
  void countAgreesWithAwkOverTheKernelsText(final String filter, final String condition)
      throws IOException {
    assertThat(Run.of("count", "--netns", space.name(), filter).line())
        .isEqualTo(Long.toString(awk(condition)));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void listHasAsManyLinesAsCountSays(final String filter, final String condition) {
    final long lines = Run.of("list", "--netns", space.name(), filter).output().lines().count();
    assertThat(Run.of("count", "--netns", space.name(), filter).line())
        .isEqualTo(Long.toString(lines));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void theGroupsAddUpToTheCount(final String filter, final String condition) throws IOException {
    final Run run =
        Run.of("by", "--netns", space.name(), "--json", "--top", "1000000", "remote,rport", filter);
    long sum = 0;
    try (JsonParser json = new JsonFactory().createParser(run.output())) {
      boolean inRows = false;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        inRows |= token == JsonToken.FIELD_NAME && json.currentName().equals("rows");
        if (inRows
            && token == JsonToken.VALUE_NUMBER_INT
            && json.currentName().equals("sessions")) {
          sum += json.getLongValue();
        }
      }
    }
    assertThat(sum).isEqualTo(awk(condition));
  }

  @Test
  void listStopsWhenItHasEnough() {
    assertThat(Run.of("list", "--netns", space.name(), "--top", "7").output().lines()).hasSize(7);
  }

  @Test
  void listInTheKernelsFormatIsTheKernelsText() throws IOException {
    // Times left differ by the seconds between the two looks.
    final List<String> ours =
        Run.of("list", "--netns", space.name(), "--format", "proc")
            .output()
            .lines()
            .map(CommandsKernelTest::withoutTime)
            .sorted()
            .toList();
    final List<String> kernels =
        space
            .run("cat", "/proc/net/nf_conntrack")
            .lines()
            .map(CommandsKernelTest::withoutTime)
            .sorted()
            .toList();
    assertThat(ours).isEqualTo(kernels);
  }

  private static String withoutTime(final String line) {
    return line.replaceFirst("^(\\S+ +\\d+ \\S+ +\\d+) \\d+ ", "$1 T ");
  }

  @Test
  void expiredSessionsAreNotCountedThoughTheKernelsCounterHasThem() throws Exception {
    try (LabNamespace short1 = LabNamespace.create("short");
        SessionFlood flood = SessionFlood.into(short1.networkNamespace()).timeoutSeconds(1)) {
      flood.add(2_000);
      Thread.sleep(1_500);
      assertThat(Run.of("count", "--netns", short1.name()).line())
          .isEqualTo(Long.toString(short1.run("cat", "/proc/net/nf_conntrack").lines().count()))
          .isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({"8000, fine, 0", "9500, near, 1", "12000, over, 2"})
  void statusAndCheckAgreeOnTheLimit(final int sessions, final String level, final int state)
      throws IOException {
    try (LabNamespace server = LabNamespace.create("limit")) {
      server.enableTracking();
      try (SessionFlood flood = SessionFlood.into(server.networkNamespace())) {
        flood.add(sessions);
        flood.requireNoRefusal();
      }
      final Run status = Run.of("status", "--netns", server.name(), "--json", "--look", "0");
      assertThat(status.output())
          .contains("\"level\":\"" + level + "\"")
          .contains("\"sessions\":" + sessions + ",");
      assertThat(Run.of("check", "--netns", server.name()).exitCode()).isEqualTo(state);
    }
  }

  @Test
  void whereNothingTracksStatusSaysSoAndCheckDoesNotKnow() throws IOException {
    try (LabNamespace bare = LabNamespace.create("bare")) {
      final Run status = Run.of("status", "--netns", bare.name(), "--look", "0");
      assertThat(status.exitCode()).isZero();
      assertThat(status.output())
          .contains("no rule tracks connections here")
          .contains("provider may count this server")
          .contains("plimsoll doctor --netns " + bare.name());
      assertThat(Run.of("check", "--netns", bare.name()).exitCode())
          .isEqualTo(CheckCommand.UNKNOWN);
    }
  }

  @Test
  void eventsTellABeginningAndEndAfterAsManyAsWereAskedFor() throws Exception {
    try (LabNamespace place = LabNamespace.create("events");
        SessionFlood flood = SessionFlood.into(place.networkNamespace())) {
      final FutureTask<Run> events =
          new FutureTask<>(
              () -> Run.of("events", "--netns", place.name(), "--json", "--top", "3", "proto:tcp"));
      Thread.ofPlatform().start(events);
      // Until somebody listens there are no events.
      while (!events.isDone()) {
        flood.add(10);
        Thread.sleep(100);
      }
      assertThat(events.get().output().lines())
          .hasSize(3)
          .allMatch(line -> line.startsWith("{\"event\":\"new\"") && line.contains("\"tcp\""));
    }
  }

  @Test
  void followingANamespaceThatVanishesEndsWithAWord() throws Exception {
    final LabNamespace place = LabNamespace.create("gone");
    final FutureTask<Run> watch =
        new FutureTask<>(
            () -> Run.of("by", "protocol", "--netns", place.name(), "--watch", "--every", "1"));
    Thread.ofPlatform().start(watch);
    Thread.sleep(1_500);
    place.close();
    final Run run = watch.get(30, TimeUnit.SECONDS);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errors()).contains(place.name() + " is gone");
  }
}
