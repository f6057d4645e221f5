package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.ProcTable;
import dev.plimsoll.session.ConntrackFormat;
import dev.plimsoll.session.LabelNames;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.ProcFormat;
import dev.plimsoll.session.ProcLine;
import dev.plimsoll.session.SaveFormat;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionFormat;
import dev.plimsoll.session.XmlFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the formats with the kernel's own text and with conntrack(8), line by line. */
class FormatsKernelTest {
  private static final Map<Accounting, FormatsScene> SCENES = new EnumMap<>(Accounting.class);

  /** Whether the kernel keeps counters and timestamps. */
  enum Accounting {
    OFF,
    ON
  }

  @BeforeAll
  static void makeScenes() throws IOException {
    for (final Accounting accounting : Accounting.values()) {
      SCENES.put(accounting, new FormatsScene(accounting == Accounting.ON));
    }
  }

  @AfterAll
  static void removeScenes() throws IOException {
    for (final FormatsScene scene : SCENES.values()) {
      scene.close();
    }
  }

  private static FormatsScene scene(final Accounting accounting) {
    return Objects.requireNonNull(SCENES.get(accounting));
  }

  private static void assertSameLines(final String ours, final String theirs) {
    assertThat(theirs.lines().count()).as(theirs).isGreaterThan(20);
    assertThat(AlignedLine.all(ours)).isEqualTo(AlignedLine.all(theirs));
    final List<Long> ourTimes = AlignedLine.timesLeft(ours);
    final List<Long> theirTimes = AlignedLine.timesLeft(theirs);
    for (int i = 0; i < ourTimes.size(); i++) {
      assertThat(ourTimes.get(i)).as(theirs).isCloseTo(theirTimes.get(i), within(5L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTableHasSessionsOfEveryKind(final Accounting accounting) throws IOException {
    assertThat(scene(accounting).run("cat", "/proc/net/nf_conntrack"))
        .contains(
            "ipv6     10 tcp",
            "ipv6     10 udp",
            "ipv6     10 icmpv6",
            "ipv4     2 icmp ",
            "ipv4     2 gre ",
            "ipv4     2 sctp ",
            "ipv4     2 udplite ",
            "ipv4     2 unknown  33 ",
            "ipv4     2 unknown  99 ",
            "ESTABLISHED",
            "TIME_WAIT",
            "SYN_SENT ",
            "SYN_SENT2 ",
            " zone=5 ",
            " zone-orig=6 ",
            " zone-reply=65535 ",
            " mark=4294967280 ",
            // The answers to a masqueraded session go to the router.
            " sport=7003 dport=",
            "[UNREPLIED]",
            "[ASSURED]");
  }

  @ParameterizedTest
  @EnumSource
  void theProcFormatIsWhatTheKernelShows(final Accounting accounting) throws IOException {
    final String theirs = scene(accounting).run("cat", "/proc/net/nf_conntrack");
    assertSameLines(scene(accounting).dump(new ProcFormat()), theirs);
  }

  @ParameterizedTest
  @EnumSource
  void theConntrackFormatIsWhatConntrackShows(final Accounting accounting) throws IOException {
    final String theirs = scene(accounting).run("conntrack", "-L");
    assertSameLines(scene(accounting).dump(ConntrackFormat.plain()), theirs);
  }

  @ParameterizedTest
  @EnumSource
  void theExtendedFormatIsWhatConntrackShows(final Accounting accounting) throws IOException {
    final String theirs = scene(accounting).run("conntrack", "-L", "-o", "extended");
    assertSameLines(scene(accounting).dump(ConntrackFormat.extended()), theirs);
  }

  @ParameterizedTest
  @EnumSource
  void idsAndKernelTimesAreWhatConntrackShows(final Accounting accounting) throws IOException {
    final String theirs = scene(accounting).run("conntrack", "-L", "-o", "id,ktimestamp");
    final SessionFormat format =
        ConntrackFormat.plain().withId().withKernelTimes(ZoneId.systemDefault());
    assertSameLines(scene(accounting).dump(format), theirs);
  }

  @ParameterizedTest
  @EnumSource
  void labelsAreWhatConntrackShows(final Accounting accounting) throws IOException {
    // In the mounts of this command alone there is a file with names.
    final String theirs =
        scene(accounting)
            .run(
                "sh",
                "-c",
                "mount -t tmpfs tmpfs /etc && mkdir /etc/xtables"
                    + " && printf '3 three times\\n' > /etc/xtables/connlabel.conf"
                    + " && conntrack -L -o labels");
    assertThat(theirs).contains(" labels=three times\n");
    final SessionFormat format =
        ConntrackFormat.plain().withLabels(LabelNames.parse("3 three times\n"));
    assertSameLines(scene(accounting).dump(format), theirs);
  }

  @ParameterizedTest
  @EnumSource
  void xmlIsWhatConntrackShowsButForTheStatesOfSctp(final Accounting accounting)
      throws IOException {
    final String theirs = scene(accounting).run("conntrack", "-L", "-o", "xml,ktimestamp");
    final String ours = scene(accounting).dump(XmlFormat.document().withKernelTimes());
    assertThat(ours).contains("<state>SHUTDOWN_ACK_SENT</state>");
    assertSameLines(withoutStatesOfSctp(ours), withoutStatesOfSctp(theirs));
  }

  private static String withoutStatesOfSctp(final String xml) {
    return xml.lines()
        .map(
            line -> line.contains("\"sctp\"") ? line.replaceFirst("<state>\\w+</state>", "") : line)
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSavedIsWhatConntrackSavesAndMore(final Accounting accounting) throws IOException {
    final String theirs = scene(accounting).run("conntrack", "-L", "-o", "save");
    final String ours =
        scene(accounting).dump(SaveFormat.additions().withLabels(LabelNames.numbers()));
    assertThat(ours).contains(" -m 4294967280\n", " --label-add 3\n");
    assertSameLines(
        ours.replaceAll(" -m \\d+", "")
            .replaceAll(" --label-add \\d+", "")
            .replaceAll("(?<=-p dccp) .*", ""),
        theirs);
  }

  @ParameterizedTest
  @EnumSource
  void conntrackLoadsWhatIsSaved(final Accounting accounting) throws IOException {
    final String saved = scene(accounting).dump(SaveFormat.additions());
    final String original = scene(accounting).dump(ConntrackFormat.plain());
    try (LabNamespace other = LabNamespace.create("loaded")) {
      other.run("sh", "-c", "printf '%s' \"$1\" | conntrack -R -", "load", saved);
      final LineBuffer lines = new LineBuffer(4096);
      try (Ctnetlink table = Ctnetlink.open(other.networkNamespace())) {
        table.dump(SessionFilter.ALL, session -> ConntrackFormat.plain().write(session, lines));
      }
      assertThat(AlignedLine.all(whatCanBeLoaded(lines.toString())))
          .isEqualTo(AlignedLine.all(whatCanBeLoaded(original)));
    }
  }

  // Counters, times and helpers cannot be loaded by conntrack.
  private static String whatCanBeLoaded(final String lines) {
    return lines.replaceAll(" (packets|bytes|delta-time|helper|use)=\\S+", "");
  }

  @ParameterizedTest
  @EnumSource
  void theTableReadFromProcIsTheKernelsText(final Accounting accounting) throws IOException {
    final FormatsScene scene = scene(accounting);
    final String theirs = scene.run("cat", "/proc/net/nf_conntrack");
    final ProcTable table = ProcTable.open(scene.namespace());
    final LineBuffer ours = new LineBuffer(4096);
    final ProcFormat format = new ProcFormat();
    table.dump(SessionFilter.ALL, session -> format.write(session, ours));
    assertSameLines(ours.toString(), theirs);
    assertThat(table.unreadableLines()).as(table.firstProblem()).isZero();
    assertThat(table.unknownWords()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void everyLineOfConntrackIsReadWithoutALoss(final Accounting accounting) throws IOException {
    final String theirs = scene(accounting).run("conntrack", "-L", "-o", "extended,id");
    final ConntrackFormat format = ConntrackFormat.extended().withId();
    final ProcLine reader = new ProcLine();
    final Session session = new Session();
    session.observedNanos(1_795_408_370_000_000_000L);
    final LineBuffer ours = new LineBuffer(4096);
    for (final String line : theirs.lines().toList()) {
      final byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      assertThat(reader.parse(bytes, 0, bytes.length, session)).as(reader.problem()).isTrue();
      format.write(session, ours);
    }
    assertThat(ours.toString()).isEqualTo(theirs.replace(" use=2 ", " use=1 "));
    assertThat(reader.unknownWords()).isZero();
  }
}
