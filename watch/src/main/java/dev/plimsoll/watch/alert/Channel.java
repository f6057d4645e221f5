package dev.plimsoll.watch.alert;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/** A way to tell somebody. It keeps nothing from message to message; any thread may use it. */
public interface Channel {
  /**
   * Tells alerts in one message, and waits until the receiver has taken it, refused it, or not
   * answered in time.
   *
   * @param alerts at least one, oldest first
   * @throws InterruptedException if the thread was interrupted; whether the receiver has taken the
   *     message is not known then
   */
  Outcome send(List<Alert> alerts) throws InterruptedException;

  /** Whether the receiver forgets what is not told again and again while it lasts. */
  default boolean forgets() {
    return false;
  }

  /**
   * The channel to a receiver.
   *
   * @param zone whose clock the texts tell
   */
  static Channel to(final Receiver receiver, final ZoneId zone, final InstantSource clock) {
    return switch (receiver) {
      case Receiver.Email email -> new EmailChannel(email, zone, clock);
      case Receiver.Webhook webhook -> new WebhookChannel(webhook, clock);
      case Receiver.Alertmanager alertmanager -> new AlertmanagerChannel(alertmanager, clock);
      case Receiver.Slack slack -> new SlackChannel(slack);
      case Receiver.Command command -> new CommandChannel(command);
      case Receiver.LocalSyslog _ -> new LocalSyslogChannel();
      case Receiver.RemoteSyslog syslog -> new RemoteSyslogChannel(syslog);
    };
  }
}
