-- Times are milliseconds since 1970; -1 stands for a time that has not come. "losses" are drops, early drops
-- and failed insertions. "measure" is 0 for live sessions, 1 for the kernel's entries.

CREATE TABLE netns (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE sample (
  netns INTEGER NOT NULL,
  time INTEGER NOT NULL,
  step INTEGER NOT NULL,
  sessions INTEGER NOT NULL,
  measure INTEGER NOT NULL,
  created INTEGER NOT NULL,
  destroyed INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  PRIMARY KEY (netns, time)
) WITHOUT ROWID;

CREATE TABLE minute (
  netns INTEGER NOT NULL,
  time INTEGER NOT NULL,
  samples INTEGER NOT NULL,
  total INTEGER NOT NULL,
  least INTEGER NOT NULL,
  most INTEGER NOT NULL,
  measure INTEGER NOT NULL,
  created INTEGER NOT NULL,
  destroyed INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  PRIMARY KEY (netns, time)
) WITHOUT ROWID;

CREATE TABLE hour (
  netns INTEGER NOT NULL,
  time INTEGER NOT NULL,
  samples INTEGER NOT NULL,
  total INTEGER NOT NULL,
  least INTEGER NOT NULL,
  most INTEGER NOT NULL,
  measure INTEGER NOT NULL,
  created INTEGER NOT NULL,
  destroyed INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  PRIMARY KEY (netns, time)
) WITHOUT ROWID;

-- "body" is gzipped text: a line a row, fields between tabs.
CREATE TABLE composition (
  netns INTEGER NOT NULL,
  time INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (netns, time)
);

CREATE TABLE overload (
  netns INTEGER NOT NULL,
  since INTEGER NOT NULL,
  sustained INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  ending TEXT,
  line INTEGER NOT NULL,
  most INTEGER NOT NULL,
  PRIMARY KEY (netns, since)
) WITHOUT ROWID;

CREATE TABLE delivery (
  alert TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  due INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  kind TEXT NOT NULL,
  phase TEXT NOT NULL,
  host TEXT NOT NULL,
  netns_name TEXT NOT NULL,
  time INTEGER NOT NULL,
  since INTEGER NOT NULL,
  title TEXT NOT NULL,
  facts TEXT NOT NULL,
  what_changed TEXT NOT NULL,
  command TEXT NOT NULL,
  PRIMARY KEY (alert, channel)
);

CREATE INDEX delivery_time ON delivery (time);
CREATE INDEX delivery_pending ON delivery (due) WHERE state = 'PENDING';

CREATE TABLE note (
  name TEXT PRIMARY KEY,
  body TEXT NOT NULL
);
