package dev.plimsoll.app.conntrack;

/** What to do: the one command of a command line of conntrack(8). */
enum Verb {
  LIST,
  GET,
  DELETE,
  CREATE,
  ADD,
  UPDATE,
  EVENT,
  FLUSH,
  COUNT,
  STATS,
  VERSION,
  HELP
}
