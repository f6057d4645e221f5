package dev.plimsoll.app.conntrack;

/** The options of conntrack(8) that are not one protocol's, and Plimsoll's own. */
enum Option {
  ORIG_SRC,
  ORIG_DST,
  REPLY_SRC,
  REPLY_DST,
  PROTOCOL,
  TIMEOUT,
  STATUS,
  ZERO,
  EVENT_MASK,
  TUPLE_SRC,
  TUPLE_DST,
  MASK_SRC,
  MASK_DST,
  NAT_RANGE,
  MARK,
  ID,
  FAMILY,
  SRC_NAT,
  DST_NAT,
  ANY_NAT,
  OUTPUT,
  SECMARK,
  BUFFER_SIZE,
  ZONE,
  ORIG_ZONE,
  REPLY_ZONE,
  LABEL,
  LABELMAP,
  LABEL_ADD,
  LABEL_DEL,
  /** Plimsoll's own: a network namespace. */
  NETNS,
  /** Plimsoll's own: show what would be done. */
  DRY_RUN,
  /** Plimsoll's own: a filter in its language. */
  FILTER
}
