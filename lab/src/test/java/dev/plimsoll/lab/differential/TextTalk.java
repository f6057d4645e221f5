package dev.plimsoll.lab.differential;

/** Two hosts that send each other texts. */
interface TextTalk {
  /** One of them sends a packet with a text; each character is a byte. */
  void say(boolean byClient, String text);

  /** A talk over a TCP connection. */
  static TextTalk over(final TcpTalk talk) {
    return (byClient, text) -> (byClient ? talk.client : talk.server).say(text);
  }
}
