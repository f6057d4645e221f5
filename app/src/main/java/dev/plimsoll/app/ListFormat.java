package dev.plimsoll.app;

import dev.plimsoll.session.ConntrackFormat;
import dev.plimsoll.session.CsvFormat;
import dev.plimsoll.session.JsonFormat;
import dev.plimsoll.session.ProcFormat;
import dev.plimsoll.session.SessionFormat;

/** The formats of sessions by the names that a user gives them. */
enum ListFormat {
  conntrack,
  extended,
  proc,
  json,
  csv;

  SessionFormat format() {
    return switch (this) {
      case conntrack -> ConntrackFormat.plain();
      case extended -> ConntrackFormat.extended();
      case proc -> new ProcFormat();
      case json -> new JsonFormat();
      case csv -> new CsvFormat();
    };
  }
}
