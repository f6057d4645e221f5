package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.plimsoll.watch.alert.Receiver.Login;
import dev.plimsoll.watch.alert.Receiver.Privacy;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class EmailChannelTest {
  private static final String PASSWORD = "pa55w0rd";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Examples.TIME));

  private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private TestCertificate certificate;

  @BeforeAll
  void makeACertificate(@TempDir final Path folder) throws Exception {
    certificate = new TestCertificate(folder);
  }

  @BeforeEach
  void startTheServer() {
    mail.start();
    mail.setUser("alerts@example.org", "alerts", PASSWORD);
  }

  @AfterEach
  void stopTheServer() {
    mail.stop();
  }

  @AfterAll
  void forget() {
    mail.stop();
  }

  private Outcome send(
      final String host,
      final int port,
      final Privacy privacy,
      final @Nullable String password,
      final @Nullable Path caFile,
      final Alert... alerts)
      throws InterruptedException {
    return Channel.to(
            new Receiver.Email(
                host,
                port,
                privacy,
                password == null ? null : new Login("alerts", new Secret.Value(password)),
                "Plimsoll <alerts@example.org>",
                List.of("ops@example.org", "Night shift <night@example.org>"),
                caFile),
            ZoneId.of("UTC"),
            CLOCK)
        .send(List.of(alerts));
  }

  private Outcome sendPlain(final Alert... alerts) throws InterruptedException {
    return send("127.0.0.1", mail.getSmtp().getPort(), Privacy.NONE, null, null, alerts);
  }

  private MimeMessage got() {
    return mail.getReceivedMessages()[0];
  }

  @Test
  void eachReceiverGetsTheAlert() throws Exception {
    assertThat(sendPlain(Examples.OVERLOAD).delivered()).isTrue();
    assertThat(mail.getReceivedMessages()).hasSize(2);
    assertThat(got().getSubject()).isEqualTo(Examples.OVERLOAD.title());
    assertThat(got().getFrom()[0]).hasToString("Plimsoll <alerts@example.org>");
  }

  @Test
  void theTextIsPlainAndShort() throws Exception {
    sendPlain(Examples.OVERLOAD);
    assertThat(got().getContentType()).startsWith("text/plain");
    assertThat(((String) got().getContent()).replace("\r", "").strip())
        .isEqualTo(
            """
            web1.example: sustained overload, 18,120 sessions over the limit of 10,000
            2025-11-24 02:36:41 UTC

            - 18,120 sessions, 81 % over the limit of 10,000; over it for 9:00 of the last 10:00.
            - Most are tcp SYN_SENT out to port 22: 12,000 of 18,120, with 7,412 remotes.
            - 1,020 new and 890 ended sessions a second.

            What changed:
            +8,120 sessions since 02:50: +7,900 are tcp SYN_SENT out to port 22, 7,412 remotes.

            To look further:
            plimsoll explain --since 2025-11-24T02:26:40Z\
            """);
  }

  @Test
  void severalAlertsAreOneMail() throws Exception {
    sendPlain(Examples.OVERLOAD, Examples.titled("web1.example, namespace blue: drops"));
    assertThat(got().getSubject()).isEqualTo(Examples.OVERLOAD.title() + " (and 1 more)");
    assertThat((String) got().getContent()).contains("web1.example, namespace blue: drops");
  }

  @Test
  void theNameOfAMailFollowsFromTheAlert() throws Exception {
    sendPlain(Examples.OVERLOAD);
    assertThat(got().getMessageID()).isEqualTo("<0123456789abcdef0123456789abcdef@web1.example>");
    assertThat(got().getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void theEndOfAMatterIsInTheConversationOfItsBeginning() throws Exception {
    final Story story = new Story(AlertRule.DEFAULT, Story.NO_PAST).count(18_120);
    story.pass(Duration.ofMinutes(12)).count(100).pass(Duration.ofMinutes(9));
    sendPlain(story.told().getLast());
    assertThat(got().getHeader("References"))
        .containsExactly("<" + story.told().getFirst().id() + "@web1>");
  }

  @Test
  void aTitleCannotAddHeaders() throws Exception {
    sendPlain(Examples.titled("x\r\nBcc: evil@example.org\r\n\r\nbody"));
    assertThat(mail.getReceivedMessages()).hasSize(2);
    assertThat(got().getHeader("Bcc")).isNull();
  }

  @Test
  void theUserLogsInAfterStarttls() throws Exception {
    try (TlsFront front = new TlsFront(certificate.server(), mail.getSmtp().getPort(), false)) {
      assertThat(
              send(
                  "localhost",
                  front.port(),
                  Privacy.STARTTLS,
                  PASSWORD,
                  certificate.pem(),
                  Examples.OVERLOAD))
          .isEqualTo(new Outcome(true, "localhost:" + front.port() + " has taken it."));
      assertThat(mail.getReceivedMessages()).hasSize(2);
    }
  }

  @Test
  void theUserLogsInWithinTls() throws Exception {
    try (TlsFront front = new TlsFront(certificate.server(), mail.getSmtp().getPort(), true)) {
      assertThat(
              send(
                  "localhost",
                  front.port(),
                  Privacy.TLS,
                  PASSWORD,
                  certificate.pem(),
                  Examples.OVERLOAD))
          .matches(Outcome::delivered, "is delivered");
    }
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() throws Exception {
    try (TlsFront front = new TlsFront(certificate.server(), mail.getSmtp().getPort(), false)) {
      final Outcome outcome =
          send(
              "localhost",
              front.port(),
              Privacy.STARTTLS,
              "wr0ng",
              certificate.pem(),
              Examples.OVERLOAD);
      assertThat(outcome.delivered()).isFalse();
      assertThat(outcome.text())
          .startsWith("localhost:" + front.port() + " refused the user name or password: 535")
          .doesNotContain("wr0ng");
    }
  }

  @Test
  void withoutStarttlsNothingIsSent() throws Exception {
    final Outcome outcome =
        send(
            "127.0.0.1",
            mail.getSmtp().getPort(),
            Privacy.STARTTLS,
            PASSWORD,
            null,
            Examples.OVERLOAD);
    assertThat(outcome.delivered()).isFalse();
    assertThat(outcome.text()).contains("STARTTLS is required but host does not support STARTTLS");
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefused() throws Exception {
    try (TlsFront front = new TlsFront(certificate.server(), mail.getSmtp().getPort(), false)) {
      final Outcome outcome =
          send("localhost", front.port(), Privacy.STARTTLS, PASSWORD, null, Examples.OVERLOAD);
      assertThat(outcome.delivered()).isFalse();
      assertThat(outcome.text()).contains("unable to find valid certification path");
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    try (TlsFront front = new TlsFront(certificate.server(), mail.getSmtp().getPort(), true)) {
      final Outcome outcome =
          send(
              "127.0.0.1",
              front.port(),
              Privacy.TLS,
              PASSWORD,
              certificate.pem(),
              Examples.OVERLOAD);
      assertThat(outcome.delivered()).isFalse();
    }
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void aRefusedReceiverDoesNotKeepTheAlertFromTheOthers() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      final Thread thread = Thread.ofVirtual().start(() -> refuseTheNightShift(server));
      final Outcome outcome =
          send("127.0.0.1", server.getLocalPort(), Privacy.NONE, null, null, Examples.OVERLOAD);
      assertThat(outcome.delivered()).isTrue();
      assertThat(outcome.text())
          .contains("for 1 of 2 receivers, not for Night shift <night@example.org>", "550 unknown");
      thread.join();
    }
  }

  private static void refuseTheNightShift(final ServerSocket server) {
    try (Socket socket = server.accept();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      say(socket, "220 hello");
      boolean inText = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        inText = inText && !line.equals(".");
        if (!inText) {
          final String command = line.toUpperCase(Locale.ROOT);
          inText = command.equals("DATA");
          say(socket, inText ? "354 go on" : command.contains("NIGHT@") ? "550 unknown" : "250 ok");
        }
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(final Socket socket, final String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
  }
}
