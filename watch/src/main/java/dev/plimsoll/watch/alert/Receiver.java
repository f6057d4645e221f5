package dev.plimsoll.watch.alert;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told, and what it takes to reach them. Each constructor throws an IllegalArgumentException
 * that names what is wrong.
 */
public sealed interface Receiver {
  /** How a connection to a mail server is kept private. */
  enum Privacy {
    /** Plain at first; refuses to go on if the server cannot switch to TLS. */
    STARTTLS,
    /** TLS from the beginning. */
    TLS,
    /** Plain text: for a mail server on this machine. */
    NONE;

    /** The usual port: 587, 465 or 25. */
    public int usualPort() {
      return switch (this) {
        case STARTTLS -> 587;
        case TLS -> 465;
        case NONE -> 25;
      };
    }
  }

  /** How syslog messages travel. */
  enum Transport {
    /** RFC 5426. */
    UDP,
    /** RFC 6587, with octet counting. */
    TCP
  }

  /**
   * People with a mailbox, through a mail server.
   *
   * @param privacy {@link Privacy#NONE} sends no password
   * @param login who logs in; null for nobody
   * @param from the sender's address
   * @param to the receivers' addresses; at least one
   * @param caFile certificates in PEM that are trusted in place of the system's; null for these
   */
  record Email(
      String host,
      int port,
      Privacy privacy,
      @Nullable Login login,
      String from,
      List<String> to,
      @Nullable Path caFile)
      implements Receiver {
    public Email {
      to = List.copyOf(to);
      require(!host.isBlank(), "the mail server's name is missing");
      requirePort(port);
      require(!to.isEmpty(), "an e-mail needs a receiver");
      MailAddress.require(from);
      to.forEach(MailAddress::require);
      require(
          login == null || privacy != Privacy.NONE,
          "a password is not sent in plain text: choose starttls or tls");
    }
  }

  /** A name and its password. */
  record Login(String user, Secret password) {
    public Login {
      require(!user.isBlank(), "the user's name is missing");
    }
  }

  /**
   * A program that takes JSON by HTTP.
   *
   * @param url http or https; tokens in it are never shown
   * @param key signs each message by HMAC-SHA256; null for no signature
   * @param token sent as {@code Authorization: Bearer}; null for none
   * @param caFile certificates in PEM that are trusted in place of the system's; null for these
   */
  record Webhook(Secret url, @Nullable Secret key, @Nullable Secret token, @Nullable Path caFile)
      implements Receiver {
    public Webhook {
      requireUrl(url);
    }
  }

  /**
   * Prometheus' Alertmanager.
   *
   * @param url its address without {@code /api/v2/alerts}
   * @param login who logs in by HTTP's basic authentication; null for nobody
   * @param caFile certificates in PEM that are trusted in place of the system's; null for these
   */
  record Alertmanager(URI url, @Nullable Login login, @Nullable Path caFile) implements Receiver {
    public Alertmanager {
      requireUrl(new Secret.Value(url.toString()));
      require(url.getRawUserInfo() == null, "the name and password go into user and password");
    }
  }

  /**
   * A chat that takes Slack's incoming webhooks: Slack, Mattermost, Rocket.Chat, Discord's /slack.
   *
   * @param url the webhook's address, which is a secret as a whole
   */
  record Slack(Secret url) implements Receiver {
    public Slack {
      requireUrl(url);
    }
  }

  /**
   * A program on this machine, which gets JSON on its standard input. No shell is involved.
   *
   * @param command the program's path and its arguments
   * @param timeout when it is ended, with all that it started; 1 s to 10 minutes
   */
  record Command(List<String> command, Duration timeout) implements Receiver {
    public Command {
      command = List.copyOf(command);
      require(!command.isEmpty(), "the command is missing");
      require(
          command.getFirst().startsWith("/"),
          "the command must be an absolute path, not " + command.getFirst());
      require(
          timeout.compareTo(Duration.ofSeconds(1)) >= 0
              && timeout.compareTo(Duration.ofMinutes(10)) <= 0,
          "the command's timeout must be 1 s to 10 minutes");
    }
  }

  /**
   * This machine's system log, through {@code /usr/bin/logger}: Java has no datagram sockets of the
   * kind that {@code /dev/log} is.
   */
  record LocalSyslog() implements Receiver {}

  /** A syslog server; messages of RFC 5424. */
  record RemoteSyslog(String host, int port, Transport transport) implements Receiver {
    public RemoteSyslog {
      require(!host.isBlank(), "the syslog server's name is missing");
      requirePort(port);
    }
  }

  private static void require(final boolean holds, final String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static void requirePort(final int port) {
    require(port >= 1 && port <= 65_535, "a port must be 1 to 65535, not " + port);
  }

  // What a file holds is looked at when it is used.
  private static void requireUrl(final Secret url) {
    if (url instanceof Secret.Value(final String text)) {
      HttpAddress.of(text);
    }
  }
}
