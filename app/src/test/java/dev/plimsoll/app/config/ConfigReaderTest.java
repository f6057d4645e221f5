package dev.plimsoll.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.alert.Alert;
import dev.plimsoll.watch.alert.ChannelSettings;
import dev.plimsoll.watch.alert.Receiver;
import dev.plimsoll.web.PushSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir private Path folder = Path.of("");

  private final Map<String, String> environment = new HashMap<>();
  private final Map<ConfigKey, ConfigValue> options = new HashMap<>();

  @Test
  void withoutAnyFileTheDefaultsHold() throws ConfigException {
    final Configuration configuration = read();
    assertThat(configuration.rule()).isEqualTo(LimitRule.DEFAULT);
    assertThat(configuration.every()).isEqualTo(Duration.ofSeconds(5));
    assertThat(configuration.namespaces()).containsExactly("own");
    assertThat(configuration.dataDir()).isEqualTo(Path.of("/var/lib/plimsoll"));
    assertThat(page(configuration).listen()).hasToString("/127.0.0.1:7171");
    assertThat(page(configuration).withToken()).isFalse();
    assertThat(configuration.given()).isEmpty();
  }

  @Test
  void aFileSetsTheRule() throws ConfigException, IOException {
    write("plimsoll.yaml", "limit: 20k\nwindow: 20m\nover-for: 15m\nburst-limit: 50000\n");
    final LimitRule rule = read().rule();
    assertThat(rule.limit()).isEqualTo(20_000);
    assertThat(rule.clearBelow()).isEqualTo(18_000);
    assertThat(rule.overFor()).isEqualTo(Duration.ofMinutes(15));
    assertThat(rule.burstLimit()).hasValue(50_000);
  }

  @Test
  void filesOfTheFolderOverrideInTheOrderOfTheirNames() throws ConfigException, IOException {
    write("plimsoll.yaml", "limit: 1000\nwindow: 20m\n");
    write("conf.d/20-more.yaml", "limit: 3000\n");
    write("conf.d/10-less.yml", "limit: 2000\n");
    write("conf.d/readme.txt", "not: yaml: at: all");
    assertThat(read().rule().limit()).isEqualTo(3_000);
    assertThat(read().rule().window()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void theEnvironmentOverridesFilesAndOptionsOverrideBoth() throws ConfigException, IOException {
    write("plimsoll.yaml", "limit: 1000\nwindow: 20m\n");
    environment.put("PLIMSOLL_LIMIT", "2000");
    environment.put("PLIMSOLL_NAMESPACES", "web, db");
    assertThat(read().rule().limit()).isEqualTo(2_000);
    assertThat(read().namespaces()).containsExactly("web", "db");
    options.put(ConfigKey.LIMIT, new ConfigValue(List.of("3000"), "--limit"));
    assertThat(read().rule().limit()).isEqualTo(3_000);
  }

  @Test
  void everyErrorIsNamedWithItsPlaceAtOnce() throws IOException {
    write(
        "plimsoll.yaml",
        """
        limit: many
        page:
          listen: 127.0.0.1
        histroy:
          database: sqlite
        every: 10
        """);
    environment.put("PLIMSOLL_WINDOW", "soon");
    final Path file = folder.resolve("plimsoll.yaml");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            """
            %1$s:4:1: there is no key histroy; did you mean history?
            %1$s:1:8: limit must be a whole number, not many
            PLIMSOLL_WINDOW: window must be a time such as 30s, 5m, 12h or 2d, not soon
            %1$s:6:8: every must be a time such as 30s, 5m, 12h or 2d, not 10
            %1$s:3:11: page.listen must be ADDRESS:PORT such as 127.0.0.1:7171 or [::1]:7171, or \
            off, not 127.0.0.1\
            """
                .formatted(file));
  }

  @Test
  void withoutAnEndpointNoMetricsArePushed() throws ConfigException {
    assertThat(read().push()).isNull();
  }

  @Test
  void anEndpointGetsTheMetricsEveryMinuteCompressed() throws ConfigException, IOException {
    write("plimsoll.yaml", "otlp:\n  endpoint: http://127.0.0.1:4318\n");
    assertThat(read().push())
        .isEqualTo(
            new PushSettings(
                URI.create("http://127.0.0.1:4318"), Duration.ofMinutes(1), null, true, null));
  }

  @Test
  void anEndpointThatCannotBeIsAnErrorThatDoesNotRepeatIt() throws IOException {
    write("plimsoll.yaml", "otlp:\n  endpoint: https://me:secret@collector\n  gzip: maybe\n");
    final Path file = folder.resolve("plimsoll.yaml");
    assertThatThrownBy(this::read)
        .hasMessage(
            """
            %1$s:3:9: otlp.gzip must be on or off, not maybe
            %1$s:2:13: otlp.endpoint cannot be used: a name and a password do not belong into the \
            address\
            """
                .formatted(file));
  }

  @Test
  void whatIsNoYamlIsNamedWithItsPlace() throws IOException {
    write("plimsoll.yaml", "limit: 1000\nwindow: [20m\n");
    assertThatThrownBy(this::read)
        .hasMessageStartingWith(folder.resolve("plimsoll.yaml") + ":3:1: this is no YAML: ");
  }

  @Test
  void aKeyThatStandsTwiceIsAnError() throws IOException {
    write("plimsoll.yaml", "limit: 1000\nlimit: 2000\n");
    assertThatThrownBy(this::read)
        .hasMessage(
            folder.resolve("plimsoll.yaml") + ":2:1: the key limit stands here a second time");
  }

  @Test
  void aRuleThatContradictsItselfIsAnError() throws IOException {
    write("plimsoll.yaml", "window: 5m\n");
    assertThatThrownBy(this::read)
        .hasMessageContaining("over-for must be longer than 0 and at most");
  }

  @Test
  void beyondLoopbackThereIsATokenAndTls() throws ConfigException {
    environment.put("PLIMSOLL_PAGE_LISTEN", "0.0.0.0:7171");
    assertThat(page(read()).withToken()).isTrue();
    assertThat(page(read()).withTls()).isTrue();
  }

  @Test
  void beyondLoopbackTheTokenCannotBeSwitchedOff() {
    environment.put("PLIMSOLL_PAGE_LISTEN", "0.0.0.0:7171");
    environment.put("PLIMSOLL_PAGE_TOKEN", "off");
    assertThatThrownBy(this::read)
        .hasMessageStartingWith("PLIMSOLL_PAGE_TOKEN: page.token cannot be off while");
  }

  @Test
  void anAlertKindThatIsNoneIsAnError() throws IOException {
    write("plimsoll.yaml", "alerts:\n  kinds: [sustained, panic]\n");
    assertThatThrownBy(this::read).hasMessageContaining(":2:10: alerts.kinds panic is not among");
  }

  @Test
  void aChannelIsReadWithItsReceiver() throws ConfigException, IOException {
    write(
        "plimsoll.yaml",
        """
        alerts:
          channels:
            ops:
              type: email
              kinds: [sustained]
              host: mail.example.org
              from: plimsoll@example.org
              to: [ops@example.org, night@example.org]
        """);
    assertThat(read().alerts().channels())
        .containsExactly(
            new ChannelSettings(
                "ops",
                Set.of(Alert.Kind.SUSTAINED),
                new Receiver.Email(
                    "mail.example.org",
                    587,
                    Receiver.Privacy.STARTTLS,
                    null,
                    "plimsoll@example.org",
                    List.of("ops@example.org", "night@example.org"),
                    null)));
  }

  @Test
  void everyErrorOfAChannelIsNamed() throws IOException {
    write(
        "plimsoll.yaml",
        """
        alerts:
          channels:
            a:
              type: fax
            b:
              type: slack
              url: https://chat.example/hook
              colour: red
            c:
              type: email
              host: mail.example.org
              to: ops@example.org
            d: mail
        """);
    assertThatThrownBy(this::read)
        .hasMessage(
            """
            %1$s:13:5: a channel has a name, and below it keys such as type
            %1$s:4:13: a channel's type is one of alertmanager, command, email, slack, syslog, webhook, not fax
            %1$s:8:15: channel b: there is no key colour
            %1$s:9:5: channel c: it needs from\
            """
                .formatted(folder.resolve("plimsoll.yaml")));
  }

  @Test
  void aFileThatWasAskedForMustBeThere() {
    final ConfigFiles files = new ConfigFiles();
    files.read(folder.resolve("other.yaml"), true);
    assertThat(files.problems())
        .containsExactly(
            new ConfigProblem(
                folder.resolve("other.yaml").toString(), "cannot be read: there is no such file"));
  }

  private static Configuration.Page page(final Configuration configuration) {
    return Objects.requireNonNull(configuration.page());
  }

  private Configuration read() throws ConfigException {
    final ConfigFiles files = new ConfigFiles();
    files.read(folder.resolve("plimsoll.yaml"), false);
    return new ConfigReader(files, environment::get, options).read();
  }

  private void write(final String name, final String text) throws IOException {
    final Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
