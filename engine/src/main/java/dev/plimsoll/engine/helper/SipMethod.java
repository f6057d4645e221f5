package dev.plimsoll.engine.helper;

import org.jspecify.annotations.Nullable;

/** The methods that the helper for SIP heeds. */
enum SipMethod {
  INVITE,
  UPDATE,
  ACK,
  PRACK,
  BYE,
  REGISTER;

  private static final SipMethod[] ALL = values();

  /** The method of a request, or null. */
  static @Nullable SipMethod ofRequest(final Text text) {
    for (final SipMethod method : ALL) {
      final int after = text.from() + method.name().length();
      if (text.hasIgnoringCase(text.from(), method.name())
          && text.at(after) == ' '
          && text.isLetter(after + 1)) {
        return method;
      }
    }
    return null;
  }

  /**
   * The method that a response answers, or null.
   *
   * @param place where it stands in the header CSeq
   */
  static @Nullable SipMethod ofResponse(final Text text, final int place) {
    for (final SipMethod method : ALL) {
      if (method != ACK && method != BYE && text.hasIgnoringCase(place, method.name())) {
        return method;
      }
    }
    return null;
  }
}
