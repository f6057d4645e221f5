package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Receiver.Login;
import dev.plimsoll.watch.alert.Receiver.Privacy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlertSettingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Secret SECRET = new Secret.Value("s3cret");
  private static final Secret SECRET_URL = new Secret.Value("https://h.example/s3cret");

  @TempDir private Path folder;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "a port must be 1 to 65535, not 0",
            () -> email(0, Privacy.TLS, null, "a@b.example", List.of("c@d.example"))),
        mistake(
            "an e-mail needs a receiver",
            () -> email(25, Privacy.NONE, null, "a@b.example", List.of())),
        mistake(
            "not an e-mail address: nobody",
            () -> email(25, Privacy.NONE, null, "a@b.example", List.of("nobody"))),
        mistake(
            "a password is not sent in plain text: choose starttls or tls",
            () ->
                email(
                    25,
                    Privacy.NONE,
                    new Login("u", SECRET),
                    "a@b.example",
                    List.of("c@d.example"))),
        mistake(
            "the url must begin with http:// or https://", () -> slack("ftp://h.example/s3cret")),
        mistake("the url names no host", () -> slack("https:///s3cret")),
        mistake(
            "the url is not well formed at character 19", () -> slack("https://h.example/ s3cret")),
        mistake(
            "the name and password go into user and password",
            () -> new Receiver.Alertmanager(URI.create("http://u:s3cret@h.example"), null, null)),
        mistake("the command is missing", () -> new Receiver.Command(List.of(), MINUTE)),
        mistake(
            "the command must be an absolute path, not notify",
            () -> new Receiver.Command(List.of("notify"), MINUTE)),
        mistake(
            "the command's timeout must be 1 s to 10 minutes",
            () -> new Receiver.Command(List.of("/bin/true"), Duration.ZERO)),
        mistake(
            "a channel's name must be 1 to 64 letters, digits, '-', '_' and '.', not 'a b'",
            () -> new ChannelSettings("a b", Set.of(), new Receiver.LocalSyslog())),
        mistake(
            "the name log is taken: each alert is written to the log of the watch anyway",
            () -> new ChannelSettings("log", Set.of(), new Receiver.LocalSyslog())),
        mistake(
            "test is not a kind that can be watched for; clear-for must be 0 to 1 day, not"
                + " 172,800 s (2 days)",
            () -> new AlertRule(Set.of(Kind.TEST), List.of(), Map.of(), Duration.ofDays(2))),
        mistake(
            "finding-confidence must be 0 to 1, not 80.0",
            () -> new AlertRule(Set.of(), List.of(), Map.of(), MINUTE, 80)),
        mistake(
            "a step of repeat-after must be 1 s to 365 days, not 0 s",
            () -> new AlertRule(Set.of(), List.of(Duration.ZERO), Map.of(), MINUTE)),
        mistake(
            "group-wait must be 0 to 60 s, not 61 s",
            () ->
                new AlertSettings(
                    AlertRule.DEFAULT, Duration.ofSeconds(61), MINUTE, MINUTE, MINUTE, List.of())),
        mistake(
            "two channels have the name syslog",
            () ->
                new AlertSettings(
                    AlertRule.DEFAULT, MINUTE, MINUTE, MINUTE, MINUTE, List.of(log(), log()))));
  }

  private static Arguments mistake(final String message, final ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  private static Receiver email(
      final int port,
      final Privacy privacy,
      final @Nullable Login login,
      final String from,
      final List<String> to) {
    return new Receiver.Email("mail.example", port, privacy, login, from, to, null);
  }

  private static Receiver slack(final String url) {
    return new Receiver.Slack(new Secret.Value(url));
  }

  private static ChannelSettings log() {
    return new ChannelSettings("syslog", Set.of(), new Receiver.LocalSyslog());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedWithoutSecrets(final String message, final ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void noTextOfTheSettingsShowsASecret() {
    final Receiver receiver = new Receiver.Webhook(SECRET_URL, SECRET, SECRET, null);
    assertThat(new ChannelSettings("hook", Set.of(), receiver).toString())
        .contains("(secret)")
        .doesNotContain("s3cret");
  }

  @Test
  void aSecretInAFileIsReadAnewEachTime() throws Exception {
    final Path file = folder.resolve("password");
    final Secret secret = new Secret.InFile(file);
    Files.writeString(file, "old\n");
    assertThat(secret.reveal()).isEqualTo("old");
    Files.writeString(file, "new\n");
    assertThat(secret.reveal()).isEqualTo("new");
  }

  @Test
  void aFileThatIsNoSecretIsNotRead() throws Exception {
    final Path file = folder.resolve("password");
    Files.write(file, new byte[10_000]);
    assertThatThrownBy(new Secret.InFile(file)::reveal)
        .hasMessage(file + " holds more than 8192 bytes");
  }

  @Test
  void anOutcomeIsOneShortLine() {
    assertThat(new Outcome(false, "a\r\n\u001b[31mb\u202e" + "x".repeat(1_000)).text())
        .startsWith("a [31mb x")
        .hasSizeLessThan(510);
  }
}
