package dev.plimsoll.app.conntrack;

/** The kernel's table that a command is about. */
enum Table {
  CONNTRACK,
  EXPECT,
  DYING,
  UNCONFIRMED
}
