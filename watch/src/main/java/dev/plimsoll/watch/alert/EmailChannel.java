package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.watch.alert.Alert.Phase;
import dev.plimsoll.watch.alert.Receiver.Privacy;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells people by e-mail: plain text, and all mails of one matter in one conversation. */
final class EmailChannel implements Channel {
  private static final String TIMEOUT_MILLIS = "15000";
  private static final int MOST_CAUSES = 5;

  private final Receiver.Email receiver;
  private final AlertLetter letter;
  private final InstantSource clock;

  EmailChannel(final Receiver.Email receiver, final ZoneId zone, final InstantSource clock) {
    this.receiver = receiver;
    this.letter = new AlertLetter(zone);
    this.clock = clock;
  }

  @Override
  public Outcome send(final List<Alert> alerts) throws InterruptedException {
    final String server = receiver.host() + ":" + receiver.port();
    try {
      final Session session = Session.getInstance(properties());
      final MimeMessage message = message(session, alerts);
      try (Transport transport = session.getTransport("smtp")) {
        connect(transport);
        transport.sendMessage(message, message.getAllRecipients());
      }
      return Outcome.delivered("%s has taken it.".formatted(server));
    } catch (final SendFailedException e) {
      return partly(server, e);
    } catch (final AuthenticationFailedException e) {
      return Outcome.failed(
          "%s refused the user name or password: %s".formatted(server, e.getMessage()));
    } catch (final MessagingException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while an e-mail was sent");
      }
      return Outcome.failed("%s has not taken it: %s".formatted(server, reasons(e)));
    } catch (final IOException e) {
      return Outcome.failed("The e-mail cannot be sent: " + e.getMessage() + ".");
    }
  }

  private void connect(final Transport transport) throws MessagingException, IOException {
    final Receiver.Login login = receiver.login();
    if (login == null) {
      transport.connect();
    } else {
      transport.connect(login.user(), login.password().reveal());
    }
  }

  private Properties properties() throws IOException {
    final Properties properties = new Properties();
    properties.put("mail.smtp.host", receiver.host());
    properties.put("mail.smtp.port", Integer.toString(receiver.port()));
    properties.put("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    properties.put("mail.smtp.timeout", TIMEOUT_MILLIS);
    properties.put("mail.smtp.writetimeout", TIMEOUT_MILLIS);
    properties.put("mail.smtp.auth", Boolean.toString(receiver.login() != null));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.starttls.enable", is(Privacy.STARTTLS));
    properties.put("mail.smtp.starttls.required", is(Privacy.STARTTLS));
    properties.put("mail.smtp.ssl.enable", is(Privacy.TLS));
    // One wrong address must not keep the alert from the others.
    properties.put("mail.smtp.sendpartial", "true");
    if (receiver.caFile() != null) {
      properties.put(
          "mail.smtp.ssl.socketFactory",
          TrustedCertificates.in(receiver.caFile()).getSocketFactory());
    }
    return properties;
  }

  private String is(final Privacy privacy) {
    return Boolean.toString(receiver.privacy() == privacy);
  }

  private MimeMessage message(final Session session, final List<Alert> alerts)
      throws MessagingException {
    final String domain = domain(alerts.getFirst().host());
    final MimeMessage message = new NamedMessage(session, mailId(AlertId.of(alerts), domain));
    message.setFrom(MailAddress.of(receiver.from()));
    for (final String to : receiver.to()) {
      message.addRecipient(RecipientType.TO, MailAddress.of(to));
    }
    message.setSubject(AlertLetter.subject(alerts), UTF_8.name());
    message.setText(letter.text(alerts), UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Auto-Submitted", "auto-generated");
    final String beginnings =
        alerts.stream()
            .filter(alert -> alert.phase() != Phase.BEGINS)
            .map(alert -> mailId(beginning(alert), domain))
            .distinct()
            .collect(Collectors.joining(" "));
    if (!beginnings.isEmpty()) {
      message.setHeader("References", beginnings);
    }
    message.saveChanges();
    return message;
  }

  /** A message whose name stays the same, however often it is sent. */
  private static final class NamedMessage extends MimeMessage {
    private final String id;

    NamedMessage(final Session session, final String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  private static String beginning(final Alert alert) {
    return AlertId.of(
        alert.host(), alert.namespace(), alert.kind(), alert.sinceMillis(), Phase.BEGINS, 0);
  }

  private static String mailId(final String id, final String domain) {
    return "<" + id + "@" + domain + ">";
  }

  private static String domain(final String host) {
    return host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?") ? host : "plimsoll";
  }

  private Outcome partly(final String server, final SendFailedException e) {
    final List<String> refused =
        Stream.of(e.getInvalidAddresses(), e.getValidUnsentAddresses())
            .flatMap(EmailChannel::texts)
            .toList();
    final Address[] taken = e.getValidSentAddresses();
    return taken == null || taken.length == 0
        ? Outcome.failed("%s has not taken it: %s".formatted(server, reasons(e)))
        : Outcome.delivered(
            "%s has taken it for %d of %d receivers, not for %s: %s"
                .formatted(
                    server,
                    taken.length,
                    receiver.to().size(),
                    String.join(", ", refused),
                    reasons(e)));
  }

  private static Stream<String> texts(final Address @Nullable [] addresses) {
    return addresses == null ? Stream.of() : Arrays.stream(addresses).map(Address::toString);
  }

  // A mail library's exceptions hang the true reason behind the first.
  private static String reasons(final MessagingException first) {
    final Set<String> reasons = new LinkedHashSet<>();
    Throwable cause = first;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      reasons.add(cause.getMessage() == null ? cause.toString() : cause.getMessage().strip());
      final Exception next =
          cause instanceof MessagingException mail ? mail.getNextException() : null;
      cause = next == null ? cause.getCause() : next;
    }
    return String.join(" ", reasons);
  }
}
