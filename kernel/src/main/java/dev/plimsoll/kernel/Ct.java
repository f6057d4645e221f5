package dev.plimsoll.kernel;

/**
 * Numbers of ctnetlink (include/uapi/linux/netfilter/nfnetlink_conntrack.h and nfnetlink_compat.h).
 */
final class Ct {
  private static final int SUBSYSTEM = 1 << 8;
  private static final int EXPECT_SUBSYSTEM = 2 << 8;

  static final int MSG_NEW = SUBSYSTEM;
  static final int MSG_GET = SUBSYSTEM | 1;
  static final int MSG_DELETE = SUBSYSTEM | 2;
  static final int MSG_GET_AND_ZERO = SUBSYSTEM | 3;
  static final int MSG_GET_STATS_CPU = SUBSYSTEM | 4;
  static final int MSG_GET_STATS = SUBSYSTEM | 5;
  static final int MSG_GET_DYING = SUBSYSTEM | 6;
  static final int MSG_GET_UNCONFIRMED = SUBSYSTEM | 7;

  static final int MSG_EXPECT_NEW = EXPECT_SUBSYSTEM;
  static final int MSG_EXPECT_GET = EXPECT_SUBSYSTEM | 1;
  static final int MSG_EXPECT_DELETE = EXPECT_SUBSYSTEM | 2;
  static final int MSG_EXPECT_GET_STATS_CPU = EXPECT_SUBSYSTEM | 3;

  static final int GROUP_NEW = 1;
  static final int GROUP_UPDATE = 2;
  static final int GROUP_DESTROY = 3;
  static final int GROUP_EXPECT_NEW = 4;
  static final int GROUP_EXPECT_UPDATE = 5;
  static final int GROUP_EXPECT_DESTROY = 6;

  static final int TUPLE_ORIG = 1;
  static final int TUPLE_REPLY = 2;
  static final int STATUS = 3;
  static final int PROTOINFO = 4;
  static final int HELP = 5;
  static final int NAT_SRC = 6;
  static final int TIMEOUT = 7;
  static final int MARK = 8;
  static final int COUNTERS_ORIG = 9;
  static final int COUNTERS_REPLY = 10;
  static final int USE = 11;
  static final int ID = 12;
  static final int NAT_DST = 13;
  static final int TUPLE_MASTER = 14;
  static final int SEQ_ADJ_ORIG = 15;
  static final int SEQ_ADJ_REPLY = 16;
  static final int SECMARK = 17;
  static final int ZONE = 18;
  static final int SECCTX = 19;
  static final int TIMESTAMP = 20;
  static final int MARK_MASK = 21;
  static final int LABELS = 22;
  static final int LABELS_MASK = 23;
  static final int SYNPROXY = 24;
  static final int FILTER = 25;
  static final int STATUS_MASK = 26;
  static final int TIMESTAMP_EVENT = 27;

  static final int TUPLE_IP = 1;
  static final int TUPLE_PROTO = 2;
  static final int TUPLE_ZONE = 3;

  static final int IP_V4_SRC = 1;
  static final int IP_V4_DST = 2;
  static final int IP_V6_SRC = 3;
  static final int IP_V6_DST = 4;

  static final int PROTO_NUM = 1;
  static final int PROTO_SRC_PORT = 2;
  static final int PROTO_DST_PORT = 3;
  static final int PROTO_ICMP_ID = 4;
  static final int PROTO_ICMP_TYPE = 5;
  static final int PROTO_ICMP_CODE = 6;
  static final int PROTO_ICMPV6_ID = 7;
  static final int PROTO_ICMPV6_TYPE = 8;
  static final int PROTO_ICMPV6_CODE = 9;

  static final int PROTOINFO_TCP = 1;
  static final int PROTOINFO_DCCP = 2;
  static final int PROTOINFO_SCTP = 3;
  static final int STATE = 1;
  static final int TCP_FLAGS_ORIG = 4;
  static final int TCP_FLAGS_REPLY = 5;
  static final int DCCP_ROLE = 2;
  static final int SCTP_VTAG_ORIG = 2;
  static final int SCTP_VTAG_REPLY = 3;

  static final int NAT_V4_MIN = 1;
  static final int NAT_V4_MAX = 2;
  static final int NAT_PROTO = 3;
  static final int NAT_V6_MIN = 4;
  static final int NAT_V6_MAX = 5;
  static final int NAT_PORT_MIN = 1;
  static final int NAT_PORT_MAX = 2;

  static final int FILTER_ORIG_FLAGS = 1;
  static final int FILTER_REPLY_FLAGS = 2;

  static final int EXPECT_MASTER = 1;
  static final int EXPECT_TUPLE = 2;
  static final int EXPECT_MASK = 3;
  static final int EXPECT_TIMEOUT = 4;
  static final int EXPECT_ID = 5;
  static final int EXPECT_HELP_NAME = 6;
  static final int EXPECT_ZONE = 7;
  static final int EXPECT_FLAGS = 8;
  static final int EXPECT_CLASS = 9;
  static final int EXPECT_NAT = 10;
  static final int EXPECT_FN = 11;
  static final int EXPECT_NAT_DIRECTION = 1;
  static final int EXPECT_NAT_TUPLE = 2;

  private Ct() {}
}
