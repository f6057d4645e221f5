package dev.plimsoll.app.conntrack;

import java.util.Locale;

/** The kernel's table that a command is about. */
enum Table {
  CONNTRACK,
  EXPECT,
  DYING,
  UNCONFIRMED;

  /** The word behind a command; it may be shortened. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
