-- Times are milliseconds since 1970; -1 stands for a time that has not come. "losses" are drops, early drops
-- and failed insertions. "measure" is 0 for live sessions, 1 for the kernel's entries.

CREATE TABLE netns (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE sample (
  netns BIGINT NOT NULL,
  time BIGINT NOT NULL,
  step BIGINT NOT NULL,
  sessions BIGINT NOT NULL,
  measure SMALLINT NOT NULL,
  created BIGINT NOT NULL,
  destroyed BIGINT NOT NULL,
  losses BIGINT NOT NULL,
  PRIMARY KEY (netns, time)
);

CREATE TABLE minute (
  netns BIGINT NOT NULL,
  time BIGINT NOT NULL,
  samples BIGINT NOT NULL,
  total BIGINT NOT NULL,
  least BIGINT NOT NULL,
  most BIGINT NOT NULL,
  measure SMALLINT NOT NULL,
  created BIGINT NOT NULL,
  destroyed BIGINT NOT NULL,
  losses BIGINT NOT NULL,
  PRIMARY KEY (netns, time)
);

CREATE TABLE hour (
  netns BIGINT NOT NULL,
  time BIGINT NOT NULL,
  samples BIGINT NOT NULL,
  total BIGINT NOT NULL,
  least BIGINT NOT NULL,
  most BIGINT NOT NULL,
  measure SMALLINT NOT NULL,
  created BIGINT NOT NULL,
  destroyed BIGINT NOT NULL,
  losses BIGINT NOT NULL,
  PRIMARY KEY (netns, time)
);

-- "body" is gzipped text: a line a row, fields between tabs.
CREATE TABLE composition (
  netns BIGINT NOT NULL,
  time BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (netns, time)
);

CREATE TABLE overload (
  netns BIGINT NOT NULL,
  since BIGINT NOT NULL,
  sustained BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  ending TEXT,
  line BIGINT NOT NULL,
  most BIGINT NOT NULL,
  PRIMARY KEY (netns, since)
);

CREATE TABLE delivery (
  alert TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  due BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  kind TEXT NOT NULL,
  phase TEXT NOT NULL,
  host TEXT NOT NULL,
  netns_name TEXT NOT NULL,
  time BIGINT NOT NULL,
  since BIGINT NOT NULL,
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
