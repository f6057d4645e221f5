package dev.plimsoll.app.conntrack;

/** What the options of the protocols tell; they stand in the order in which they are checked. */
enum ProtocolOption implements Flag {
  ORIG_SOURCE,
  ORIG_DESTINATION,
  REPLY_SOURCE,
  REPLY_DESTINATION,
  MASK_SOURCE,
  MASK_DESTINATION,
  STATE,
  TUPLE_SOURCE,
  TUPLE_DESTINATION,
  ORIG_TAG,
  REPLY_TAG,
  ROLE,
  ICMP_TYPE,
  ICMP_CODE,
  ICMP_ID
}
