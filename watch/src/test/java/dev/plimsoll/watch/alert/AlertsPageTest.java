package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Composition.Service;
import dev.plimsoll.watch.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of docs/alerts.md are what is really sent. */
class AlertsPageTest {
  private static final Path PAGE = Path.of("../docs/alerts.md");

  /** Web sessions, and for a while a scan of many hosts for SSH besides. */
  private static final class Scan implements Past {
    private static final long BEGINS = Story.START + Duration.ofMinutes(11).toMillis();
    private static final Service WEB = new Service("tcp", "ESTABLISHED", "in", 443, 3_700, 890);
    private static final Service SSH = new Service("tcp", "SYN_SENT", "out", 22, 11_900, 7_412);

    private Composition newest = calm(Story.START);

    @Override
    public Composition newest(final String namespace) {
      return newest;
    }

    @Override
    public Composition before(final String namespace, final long timeMillis) {
      return timeMillis < BEGINS ? calm(timeMillis - 20_000) : scan(timeMillis - 20_000);
    }

    private static Composition calm(final long time) {
      return new Composition("own", time, 4_310, List.of(), List.of(WEB), List.of(), 900);
    }

    private static Composition scan(final long time) {
      return new Composition("own", time, 18_120, List.of(), List.of(SSH, WEB), List.of(), 8_000);
    }
  }

  private static List<Alert> told() {
    final Scan past = new Scan();
    final Story story = new Story(AlertRule.DEFAULT, past).count(4_310);
    story.pass(Duration.ofMinutes(11)).count(18_120);
    past.newest = Scan.scan(Scan.BEGINS + 600_000);
    for (int i = 0; i < 120; i++) {
      story.tell(story.reading(new Totals(5_100, 4_450, 0, 0, 0, 0, 0)));
    }
    story.lose(new Totals(5_000, 4_000, 120, 31, 2, 0, 0)).entries(200_000);
    past.newest = Scan.scan(Scan.BEGINS + 1_200_000);
    story.pass(Duration.ofMinutes(16)).entries(20_000).count(4_310);
    past.newest = Scan.calm(Scan.BEGINS + 1_800_000);
    story.pass(Duration.ofMinutes(8)).fail(Duration.ofMinutes(2));
    return story.told();
  }

  private static Alert finding() {
    final Diagnoses past = new Diagnoses();
    final Story story = new Story(AlertRule.DEFAULT, past).count(4_310);
    story.pass(Duration.ofMinutes(11)).count(18_120);
    for (int i = 0; i < 2; i++) {
      past.newest = Diagnoses.compromised(story.time(), 0.93);
      story.pass(Duration.ofSeconds(15));
    }
    return story.last();
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  @Test
  void theMailsAreAsTheyStandThere() throws IOException {
    final AlertLetter letter = new AlertLetter(ZoneId.of("UTC"));
    assertThat(Stream.concat(told().stream(), Stream.of(finding())))
        .extracting(alert -> letter.text(List.of(alert)))
        .containsAll(
            Pattern.compile("```text\n(.*?)\n```", Pattern.DOTALL)
                .matcher(page())
                .results()
                .map(block -> block.group(1))
                .toList());
  }

  @Test
  void theJsonIsAsItStandsThere() throws IOException {
    final String json = new String(AlertJson.message(List.of(told().getFirst())), UTF_8).strip();
    assertThat(page().replaceAll("\\s", "")).contains(json.replaceAll("\\s", ""));
  }

  @Test
  void theLogLineIsAsItStandsThere() throws IOException {
    assertThat(page().replaceAll("\\s+", " ")).contains(AlertLetter.line(told().getFirst()));
  }

  @Test
  void allKindsAreExplained() throws IOException {
    for (final Alert.Kind kind : Alert.Kind.values()) {
      assertThat(page()).contains("`" + kind.word() + "`");
    }
  }
}
