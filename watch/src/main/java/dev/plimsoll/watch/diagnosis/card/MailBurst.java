package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** Mail to many servers. A declared mail server may do ten times as much. */
final class MailBurst implements Detector {
  @Override
  public Card card() {
    return Card.SPAM_OUT;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().mail(), mail -> burst(evidence, mail));
  }

  private List<Finding> burst(final Evidence evidence, final Tally mail) {
    final boolean declared = evidence.roles().contains(Role.MAIL_SERVER);
    final int seconds = Said.seconds(evidence, Threshold.SPAM_SECONDS);
    final long remotes = mail.sum(Measure.PARTNERS, seconds);
    final double confidence =
        Draft.confidence(
            remotes,
            evidence.at(declared ? Threshold.SPAM_WARN_DECLARED : Threshold.SPAM_WARN),
            evidence.at(declared ? Threshold.SPAM_STRONG_DECLARED : Threshold.SPAM_STRONG));
    if (confidence == 0) {
      return List.of();
    }
    final long started = mail.sum(Measure.STARTED, seconds);
    return List.of(
        new Draft(card(), confidence)
            .about("mail")
            .since(mail.sinceMillis(Measure.STARTED))
            .fact(
                "distinct_remotes",
                remotes,
                "%s mail servers were called in %s"
                    .formatted(count(remotes), PlainText.span(seconds)))
            .fact("connections", started, "%s connections for it".formatted(count(started)))
            .filter("proto:tcp dport:25,465,587 " + evidence.out())
            .normalFor(Role.MAIL_SERVER, evidence.roles())
            .twin("a host of newsletters", "")
            .twin("a forwarder", "")
            .finding());
  }
}
