package dev.plimsoll.watch.diagnosis;

/** What a host is declared to be there for; it changes what is normal. */
public enum Role {
  MAIL_SERVER("mail-server"),
  RESOLVER("resolver"),
  PROXY("proxy"),
  CRAWLER("crawler"),
  TOR_RELAY("tor-relay"),
  PEER_TO_PEER("peer-to-peer"),
  MONITORING("monitoring"),
  BACKUP("backup");

  private final String word;

  Role(final String word) {
    this.word = word;
  }

  /** The word used in the configuration. */
  public String word() {
    return word;
  }
}
